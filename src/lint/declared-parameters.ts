import { parseTemplate } from '../template/parse.ts';
import { TemplateError } from '../template/problem.ts';
import { child } from '../template/tree.ts';

/** The names of a template's parameters; undefined for a text that is no template at all. */
export function declaredParameters(text: string, fileName: string): string[] | undefined {
  try {
    const section = child(parseTemplate(text, fileName), 'Parameters');
    return section?.kind === 'map' ? [...section.entries.keys()] : [];
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}
