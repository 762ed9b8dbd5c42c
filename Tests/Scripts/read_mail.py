"""Reads a mail on standard input with Python's own parser, strictly, and prints what it found as JSON."""
import email
import email.header
import email.policy
import email.utils
import json
import sys

raw = sys.stdin.buffer.read()
assert b"\n" not in raw.replace(b"\r\n", b""), "a bare line feed"
assert b"\r" not in raw.replace(b"\r\n", b""), "a bare carriage return"
mail = email.message_from_bytes(raw, policy=email.policy.default.clone(raise_on_defect=True))
old = email.message_from_bytes(raw, policy=email.policy.compat32)


def correspondent(field):
    """Names by the older reader: the newer one puts a space between encoded words."""
    name, address = email.utils.parseaddr(old[field].replace("\r\n", ""))
    return [str(email.header.make_header(email.header.decode_header(name))), address]


parts = [part for part in mail.walk() if not part.is_multipart()]
print(json.dumps({
    "headers": {name.lower(): str(value) for name, value in mail.items()},
    "headerNames": [name.lower() for name in mail.keys()],
    "from": correspondent("From"),
    "to": correspondent("To"),
    "addresses": [a.addr_spec for a in mail["To"].addresses],
    "timestamp": int(mail["Date"].datetime.timestamp()),
    "type": mail.get_content_type(),
    "parts": [{"type": part.get_content_type(), "charset": part.get_content_charset(),
               "content": part.get_content().replace("\r\n", "\n")} for part in parts],
    "longestLine": max(len(line) for line in raw.split(b"\r\n")),
}))
