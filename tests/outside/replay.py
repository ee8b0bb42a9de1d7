"""Serves what stands in a WARC file as it was fetched, and nothing else: replay.py FILE.warc.gz PORT.
Prints the paths that it holds, one a line, and `ready` when it listens."""
import http.server
import sys
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator

kept = {}
with open(sys.argv[1], "rb") as stream:
    for record in ArchiveIterator(stream):
        if record.rec_type != "response" or record.http_headers.get_statuscode() != "200":
            continue
        address = urlsplit(record.rec_headers.get_header("WARC-Target-URI"))
        # A bare `?` behind an address is no question; programs that replay leave it out.
        key = address.path + (f"?{address.query}" if address.query else "")
        kept[key] = (record.http_headers.get_header("Content-Type"), record.content_stream().read())
for key in sorted(kept):
    print(key)


class Replay(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        found = kept.get(self.path.rstrip("?"))
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", found[0] if found else "text/plain")
        self.end_headers()
        self.wfile.write(found[1] if found else b"")

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Replay)
print("ready", flush=True)
server.serve_forever()
