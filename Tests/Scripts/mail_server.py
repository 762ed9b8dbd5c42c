"""A real SMTP server (aiosmtpd) that keeps what it takes and says so on standard output, a JSON line for each mail.

    mail_server.py FOLDER [ADDRESS]

Makes itself a certificate for 127.0.0.1 in FOLDER (with openssl) and prints {"port": …, "certificate": …} first. Login is
required, after STARTTLS alone: user `shop`, password `geheim`. Mail to ADDRESS is refused.
"""
import asyncio
import base64
import json
import logging
import ssl
import subprocess
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

# Clients that hang up are part of the tests.
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


class Keeper:
    refused = sys.argv[2] if len(sys.argv) > 2 else None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == self.refused:
            return "550 5.1.1 no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
            "user": getattr(session.auth_data, "login", b"").decode() if session.auth_data else None,
            "data": base64.b64encode(envelope.original_content).decode(),
        }), flush=True)
        return "250 taken"


def authenticate(server, session, envelope, mechanism, auth_data):
    ok = (auth_data.login, auth_data.password) == (b"shop", b"geheim")
    return AuthResult(success=ok, handled=True, auth_data=auth_data if ok else None)


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate, key = sys.argv[1] + "/certificate.pem", sys.argv[1] + "/key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-subj", "/CN=mail.test", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2",
                    "-keyout", key, "-out", certificate], check=True, stderr=subprocess.DEVNULL)
    context.load_cert_chain(certificate, key)

    def protocol():
        return SMTP(Keeper(), tls_context=context, require_starttls=True, auth_required=True,
                    auth_require_tls=True, authenticator=authenticate, hostname="mail.test")

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1], "certificate": certificate}), flush=True)
    # Ends with the test that started it.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)

asyncio.run(main())
