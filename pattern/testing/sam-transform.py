"""Prints, as JSON, the CloudFormation template that AWS makes of the SAM template given.

Usage: sam-transform.py TEMPLATE, with AWS_DEFAULT_REGION set.

What makes it is the transform that AWS publishes (aws-sam-translator). As `sam package` would, this
script first puts the place of an upload where the template names a folder.
"""

import json
import sys

from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

with open(sys.argv[1], encoding="utf-8") as file:
    template = yaml_parse(file.read())

for resource in template["Resources"].values():
    if resource["Type"] == "AWS::Serverless::Function":
        resource["Properties"]["CodeUri"] = "s3://bucket/key"

# The first argument holds the ARNs of managed policies, for the roles that the transform makes itself.
print(json.dumps(Translator({}, Parser()).translate(template, parameter_values={})))
