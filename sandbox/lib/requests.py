"""Prints how many requests the emulated AWS had; fails if a client sent one a second time: requests.py URL."""

import json
import sys
import urllib.request

with urllib.request.urlopen(f"{sys.argv[1]}/requests") as answer:
    told = json.load(answer)
print(f"{told['count']} requests to AWS, {len(told['repeated'])} of them sent again by a client")
for request in told["repeated"]:
    print("  {service} {action}, attempt {attempt}".format(**request))
sys.exit(1 if told["repeated"] else 0)
