#include "CCurl.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Header fields of one answer; curl itself stops at 300 kB. */
static const size_t header_limit = 64 * 1024;

struct buffer {
    uint8_t *bytes;
    size_t length, room, limit;
};

struct ccurl_loop {
    CURLM *multi;
};

struct ccurl_transfer {
    CURL *easy;
    uint64_t tag;
    struct curl_slist *lines, *recipients;
    uint8_t *upload;
    size_t upload_length, upload_position;
    struct buffer body, headers;
    bool is_mail, is_public_only;
    CURLcode code;
    char reason[CURL_ERROR_SIZE], refusal[64];
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode initialised = CURLE_FAILED_INIT;

static void initialise(void) { initialised = curl_global_init(CURL_GLOBAL_DEFAULT); }

/* ---- buffers ---- */

static bool append(struct buffer *buffer, const void *bytes, size_t length) {
    if (length > buffer->limit - buffer->length) return false;
    if (buffer->length + length > buffer->room) {
        size_t room = buffer->room ? buffer->room : 2048;
        while (room < buffer->length + length) room *= 2;
        uint8_t *grown = realloc(buffer->bytes, room);
        if (!grown) return false;
        buffer->bytes = grown;
        buffer->room = room;
    }
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    return true;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context) {
    ccurl_transfer *transfer = context;
    return append(&transfer->body, bytes, size * count) ? size * count : 0;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *context) {
    ccurl_transfer *transfer = context;
    size_t length = size * count;
    /* A new status line: what came before was an interim answer (RFC 9110, section 15.2). */
    if (!transfer->is_mail && length > 5 && memcmp(bytes, "HTTP/", 5) == 0) transfer->headers.length = 0;
    return append(&transfer->headers, bytes, length) ? length : 0;
}

static size_t on_upload(char *room, size_t size, size_t count, void *context) {
    ccurl_transfer *transfer = context;
    size_t left = transfer->upload_length - transfer->upload_position;
    size_t length = size * count < left ? size * count : left;
    memcpy(room, transfer->upload + transfer->upload_position, length);
    transfer->upload_position += length;
    return length;
}

static bool keep_upload(ccurl_transfer *transfer, const uint8_t *bytes, size_t length) {
    transfer->upload = malloc(length ? length : 1);
    if (!transfer->upload) return false;
    if (length) memcpy(transfer->upload, bytes, length);
    transfer->upload_length = length;
    transfer->upload_position = 0;
    return true;
}

/* ---- the loop ---- */

ccurl_loop *ccurl_loop_new(long host_connections, long kept_connections) {
    pthread_once(&once, initialise);
    if (initialised != CURLE_OK) return NULL;
    ccurl_loop *loop = calloc(1, sizeof *loop);
    if (!loop) return NULL;
    loop->multi = curl_multi_init();
    if (!loop->multi) {
        free(loop);
        return NULL;
    }
    curl_multi_setopt(loop->multi, CURLMOPT_MAX_HOST_CONNECTIONS, host_connections);
    curl_multi_setopt(loop->multi, CURLMOPT_MAXCONNECTS, kept_connections);
    return loop;
}

void ccurl_loop_free(ccurl_loop *loop) {
    curl_multi_cleanup(loop->multi);
    free(loop);
}

bool ccurl_loop_add(ccurl_loop *loop, ccurl_transfer *transfer) {
    return curl_multi_add_handle(loop->multi, transfer->easy) == CURLM_OK;
}

void ccurl_loop_remove(ccurl_loop *loop, ccurl_transfer *transfer) {
    curl_multi_remove_handle(loop->multi, transfer->easy);
}

void ccurl_loop_perform(ccurl_loop *loop) {
    int running;
    curl_multi_perform(loop->multi, &running);
}

ccurl_transfer *ccurl_loop_finished(ccurl_loop *loop) {
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(loop->multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        CURLcode code = message->data.result;
        CURL *easy = message->easy_handle;
        ccurl_transfer *transfer = NULL;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&transfer);
        curl_multi_remove_handle(loop->multi, easy);
        transfer->code = code;
        return transfer;
    }
    return NULL;
}

void ccurl_loop_wait(ccurl_loop *loop, int milliseconds) {
    curl_multi_poll(loop->multi, NULL, 0, milliseconds, NULL);
}

void ccurl_loop_wake(ccurl_loop *loop) { curl_multi_wakeup(loop->multi); }

/* ---- public addresses ---- */

/* Whether the first `bits` of an address are the prefix's. */
static bool begins(const uint8_t *address, const uint8_t *prefix, int bits) {
    if (memcmp(address, prefix, bits / 8) != 0) return false;
    int rest = bits % 8;
    if (!rest) return true;
    uint8_t mask = (uint8_t)(0xff << (8 - rest));
    return (address[bits / 8] & mask) == (prefix[bits / 8] & mask);
}

/* What IANA's registry of special-purpose addresses (RFC 6890) doesn't call globally reachable, and multicast. */
static bool is_public_v4(const uint8_t *a) {
    static const struct { uint8_t prefix[4]; int bits; } special[] = {
        {{0, 0, 0, 0}, 8}, {{10, 0, 0, 0}, 8}, {{100, 64, 0, 0}, 10}, {{127, 0, 0, 0}, 8}, {{169, 254, 0, 0}, 16},
        {{172, 16, 0, 0}, 12}, {{192, 0, 0, 0}, 24}, {{192, 0, 2, 0}, 24}, {{192, 31, 196, 0}, 24},
        {{192, 52, 193, 0}, 24}, {{192, 88, 99, 0}, 24}, {{192, 168, 0, 0}, 16}, {{192, 175, 48, 0}, 24},
        {{198, 18, 0, 0}, 15}, {{198, 51, 100, 0}, 24}, {{203, 0, 113, 0}, 24}, {{224, 0, 0, 0}, 4}, {{240, 0, 0, 0}, 4},
    };
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (begins(a, special[i].prefix, special[i].bits)) return false;
    return true;
}

static bool is_public_v6(const uint8_t *a) {
    static const uint8_t mapped[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    static const uint8_t nat64[16] = {0, 0x64, 0xff, 0x9b};
    static const uint8_t six_to_four[2] = {0x20, 0x02};
    if (begins(a, mapped, 96) || begins(a, nat64, 96)) return is_public_v4(a + 12);
    if (begins(a, six_to_four, 16)) return is_public_v4(a + 2);
    /* Of all the rest only 2000::/3 is given out, without documentation, Teredo, benchmarks and ORCHID. */
    static const uint8_t global[1] = {0x20}, teredo[4] = {0x20, 0x01}, special[3] = {0x20, 0x01, 0x00},
                         documentation[4] = {0x20, 0x01, 0x0d, 0xb8}, more[3] = {0x3f, 0xff, 0x00};
    return begins(a, global, 3) && !begins(a, teredo, 32) && !begins(a, special, 23) && !begins(a, documentation, 32)
        && !begins(a, more, 20);
}

bool ccurl_is_public(int family, const uint8_t *address) {
    if (family == AF_INET) return is_public_v4(address);
    if (family == AF_INET6) return is_public_v6(address);
    return false;
}

static curl_socket_t on_open(void *context, curlsocktype purpose, struct curl_sockaddr *to) {
    ccurl_transfer *transfer = context;
    const uint8_t *address = NULL;
    if (to->family == AF_INET) address = (const uint8_t *)&((const struct sockaddr_in *)(const void *)&to->addr)->sin_addr;
    if (to->family == AF_INET6)
        address = (const uint8_t *)&((const struct sockaddr_in6 *)(const void *)&to->addr)->sin6_addr;
    if (purpose != CURLSOCKTYPE_IPCXN || !address || !ccurl_is_public(to->family, address)) {
        snprintf(transfer->refusal, sizeof transfer->refusal, "not a public address");
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

void ccurl_transfer_public_only(ccurl_transfer *transfer) { transfer->is_public_only = true; }

/* ---- a transfer ---- */

ccurl_transfer *ccurl_transfer_new(void) {
    ccurl_transfer *transfer = calloc(1, sizeof *transfer);
    if (!transfer) return NULL;
    transfer->easy = curl_easy_init();
    if (!transfer->easy) {
        free(transfer);
        return NULL;
    }
    return transfer;
}

void ccurl_transfer_clear(ccurl_transfer *transfer) {
    curl_easy_reset(transfer->easy);
    curl_slist_free_all(transfer->lines);
    curl_slist_free_all(transfer->recipients);
    transfer->lines = transfer->recipients = NULL;
    /* It may have held a password or a test card's number. */
    if (transfer->upload) explicit_bzero(transfer->upload, transfer->upload_length);
    free(transfer->upload);
    transfer->upload = NULL;
    transfer->upload_length = transfer->upload_position = 0;
    transfer->body.length = transfer->headers.length = 0;
    transfer->is_mail = transfer->is_public_only = false;
    transfer->code = CURLE_OK;
    transfer->reason[0] = transfer->refusal[0] = 0;
}

void ccurl_transfer_free(ccurl_transfer *transfer) {
    ccurl_transfer_clear(transfer);
    curl_easy_cleanup(transfer->easy);
    free(transfer->body.bytes);
    free(transfer->headers.bytes);
    free(transfer);
}

uint64_t ccurl_transfer_tag(const ccurl_transfer *transfer) { return transfer->tag; }

bool ccurl_transfer_begin(ccurl_transfer *transfer, uint64_t tag, const char *url, long timeout_ms,
                          long connect_timeout_ms, size_t answer_limit, const char *roots, bool direct) {
    CURL *easy = transfer->easy;
    transfer->tag = tag;
    transfer->body.limit = answer_limit;
    transfer->headers.limit = header_limit;
    CURLcode code = curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    /* Signals would interrupt the whole program; with threads libcurl must not use them. */
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout_ms);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->reason);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    if (roots) curl_easy_setopt(easy, CURLOPT_CAINFO, roots);
    if (direct || transfer->is_public_only) curl_easy_setopt(easy, CURLOPT_PROXY, "");
    if (transfer->is_public_only) {
        /* Asked with the very address that is connected to: whatever a name resolves to next doesn't matter. A kept
           connection was opened without asking, so none is used, and none is kept. */
        curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
        curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
        curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    }
    return code == CURLE_OK;
}

bool ccurl_transfer_http(ccurl_transfer *transfer, const char *method, const uint8_t *body, size_t length) {
    CURL *easy = transfer->easy;
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    bool is_get = strcmp(method, "GET") == 0;
    if (strcmp(method, "HEAD") == 0) curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    if (length || !(is_get || strcmp(method, "HEAD") == 0 || strcmp(method, "DELETE") == 0)) {
        if (!keep_upload(transfer, body, length)) return false;
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, transfer->upload);
        /* Waiting for "100 Continue" costs a round trip, or a second where the server doesn't know it. */
        if (!ccurl_transfer_header(transfer, "Expect:")) return false;
    }
    return curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method) == CURLE_OK;
}

bool ccurl_transfer_header(ccurl_transfer *transfer, const char *line) {
    struct curl_slist *longer = curl_slist_append(transfer->lines, line);
    if (!longer) return false;
    transfer->lines = longer;
    return curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, longer) == CURLE_OK;
}

bool ccurl_transfer_mail(ccurl_transfer *transfer, const char *from, ccurl_tls tls, const char *user,
                         const char *password, const uint8_t *message, size_t length) {
    CURL *easy = transfer->easy;
    transfer->is_mail = true;
    if (!keep_upload(transfer, message, length)) return false;
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_upload);
    curl_easy_setopt(easy, CURLOPT_READDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)length);
    static const long levels[] = {CURLUSESSL_NONE, CURLUSESSL_TRY, CURLUSESSL_ALL};
    curl_easy_setopt(easy, CURLOPT_USE_SSL, levels[tls]);
    if (user) curl_easy_setopt(easy, CURLOPT_USERNAME, user);
    if (password) curl_easy_setopt(easy, CURLOPT_PASSWORD, password);
    return curl_easy_setopt(easy, CURLOPT_MAIL_FROM, from) == CURLE_OK;
}

bool ccurl_transfer_recipient(ccurl_transfer *transfer, const char *address) {
    struct curl_slist *longer = curl_slist_append(transfer->recipients, address);
    if (!longer) return false;
    transfer->recipients = longer;
    return curl_easy_setopt(transfer->easy, CURLOPT_MAIL_RCPT, longer) == CURLE_OK;
}

ccurl_outcome ccurl_transfer_outcome(const ccurl_transfer *transfer) {
    if (transfer->code == CURLE_OK) return ccurl_answered;
    /* A mail exists once its text was handed over: before that nothing can have been sent to anybody. */
    if (transfer->is_mail) return transfer->upload_position == 0 ? ccurl_never_sent : ccurl_unknown;
    long sent = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &sent);
    switch (transfer->code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_OPERATION_TIMEDOUT:
        return sent == 0 ? ccurl_never_sent : ccurl_unknown;
    default:
        return ccurl_unknown;
    }
}

const char *ccurl_transfer_reason(const ccurl_transfer *transfer) {
    if (transfer->refusal[0]) return transfer->refusal;
    return transfer->reason[0] ? transfer->reason : curl_easy_strerror(transfer->code);
}

long ccurl_transfer_status(const ccurl_transfer *transfer) {
    long status = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

const uint8_t *ccurl_transfer_body(const ccurl_transfer *transfer, size_t *length) {
    *length = transfer->body.length;
    return transfer->body.bytes;
}

const uint8_t *ccurl_transfer_headers(const ccurl_transfer *transfer, size_t *length) {
    *length = transfer->headers.length;
    return transfer->headers.bytes;
}
