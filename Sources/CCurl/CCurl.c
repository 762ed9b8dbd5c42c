#include "CCurl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

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
    bool is_mail;
    CURLcode code;
    char reason[CURL_ERROR_SIZE];
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
    transfer->is_mail = false;
    transfer->code = CURLE_OK;
    transfer->reason[0] = 0;
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
    if (direct) curl_easy_setopt(easy, CURLOPT_PROXY, "");
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
