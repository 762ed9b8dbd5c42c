"""An object store that speaks S3's protocol and checks every request's signature: moto's server, with one bucket and
one user. Says its address and the user's keys; a line on its standard input is answered with the bucket's objects and
unfinished uploads. Ends with its standard input."""
import json
import os
import sys

# The requests that set it up, in this file; all others must be signed.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "4"

import boto3
from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
url = f"http://127.0.0.1:{port}"


def client(name, key="setup", secret="setup"):
    return boto3.client(name, endpoint_url=url, region_name="us-east-1", aws_access_key_id=key,
                        aws_secret_access_key=secret)


iam = client("iam")
iam.create_user(UserName="shop")
made = iam.create_access_key(UserName="shop")["AccessKey"]
key, secret = made["AccessKeyId"], made["SecretAccessKey"]
allowed = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
iam.put_user_policy(UserName="shop", PolicyName="files", PolicyDocument=json.dumps(allowed))
client("s3").create_bucket(Bucket="shop-files")

print(json.dumps({"url": f"{url}/shop-files", "key": key, "secret": secret}), flush=True)
s3 = client("s3", key, secret)
for line in sys.stdin:
    objects = s3.list_objects_v2(Bucket="shop-files").get("Contents", [])
    uploads = s3.list_multipart_uploads(Bucket="shop-files").get("Uploads", [])
    print(json.dumps({"objects": [[o["Key"], o["Size"]] for o in objects], "uploads": len(uploads)}), flush=True)
server.stop()
