# Prints each line of standard input that is JSON with one member a line; other lines as they are.

function line_break(depth,   text) {
  text = "\n"
  while (depth-- > 0) text = text "  "
  return text
}

!/^ *[{[]/ {
  print
  next
}

{
  depth = 0
  in_string = 0
  text = ""
  for (i = 1; i <= length($0); i++) {
    character = substr($0, i, 1)
    if (in_string && character == "\\") {
      text = text character substr($0, ++i, 1)
      continue
    }
    if (character == "\"") in_string = !in_string
    if (in_string || character == "\"") text = text character
    else if (substr($0, i, 2) ~ /^({}|\[\])$/) text = text substr($0, i++, 2)
    else if (character == "{" || character == "[") text = text character line_break(++depth)
    else if (character == "}" || character == "]") text = text line_break(--depth) character
    else if (character == ",") text = text character line_break(depth)
    else if (character == ":") text = text ": "
    else if (character != " ") text = text character
  }
  print text
}
