"""Has the emulated AWS take the images of hosts from a registry: upstreams.py URL REGISTRY HOST..."""

import json
import sys
import urllib.error
import urllib.request

url, registry, *hosts = sys.argv[1:]
body = json.dumps({host: registry for host in hosts}).encode()
try:
    urllib.request.urlopen(urllib.request.Request(f"{url}/upstreams", data=body, method="PUT")).close()
except urllib.error.HTTPError as refused:
    sys.exit(f"sandbox: {refused.read().decode().strip()}")
