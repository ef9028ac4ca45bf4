"""Makes web archives for the tests."""

import gzip


def record(kind, url, body, *, date="2024-04-04T10:00:00Z", content="application/http; msgtype=response", length=None, more=""):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{abs(hash((kind, url)))}>\r\nWARC-Date: {date}\r\n"
        f"WARC-Target-URI: {url}\r\n{more}Content-Type: {content}\r\nContent-Length: {len(body) if length is None else length}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def answer(body, *, content="text/html; charset=utf-8", status="200 OK", more=""):
    return f"HTTP/1.1 {status}\r\nContent-Type: {content}\r\n{more}\r\n".encode() + body


def page(words="The port is shut."):
    return f"<html><body><h1>Port</h1><p>{words}</p></body></html>".encode()


def response(url, body, *, date="2024-04-04T10:00:00Z", **told):
    return record("response", url, answer(body, **told), date=date)


def zipped(records):
    return b"".join(gzip.compress(one) for one in records)
