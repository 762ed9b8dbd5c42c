#ifndef CCURL_H
#define CCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * libcurl as Swift can call it: setopt and getinfo are variadic, which Swift does not import, and the callbacks copy
 * bytes, which C does without crossing a language border for every chunk.
 *
 * All functions but ccurl_loop_wake belong to the one thread that drives the loop.
 */

/* Connections kept alive, and the transfers that use them: libcurl's multi interface. */
typedef struct ccurl_loop ccurl_loop;

/* One request with its answer, or one mail handed over. Used again for the next by ccurl_transfer_clear. */
typedef struct ccurl_transfer ccurl_transfer;

/* How a transfer ended. */
typedef enum {
    ccurl_answered,    /* a whole answer came */
    ccurl_never_sent,  /* no byte of the request left this machine's connection */
    ccurl_unknown      /* the request went out, wholly or in part, and no whole answer came */
} ccurl_outcome;

/* Whether a mail server must offer STARTTLS. */
typedef enum { ccurl_tls_none, ccurl_tls_optional, ccurl_tls_required } ccurl_tls;

/* NULL when libcurl can't be initialised. */
ccurl_loop *ccurl_loop_new(long host_connections, long kept_connections);
void ccurl_loop_free(ccurl_loop *loop);

bool ccurl_loop_add(ccurl_loop *loop, ccurl_transfer *transfer);
void ccurl_loop_remove(ccurl_loop *loop, ccurl_transfer *transfer);

/* Moves every transfer as far as it goes without waiting. */
void ccurl_loop_perform(ccurl_loop *loop);

/* The next transfer that has ended, taken off the loop; NULL when there is none. */
ccurl_transfer *ccurl_loop_finished(ccurl_loop *loop);

/* Waits for traffic, a wake or the time, whichever is first. */
void ccurl_loop_wait(ccurl_loop *loop, int milliseconds);

/* Ends a wait, this one or the next. Any thread may call it. */
void ccurl_loop_wake(ccurl_loop *loop);

ccurl_transfer *ccurl_transfer_new(void);
void ccurl_transfer_free(ccurl_transfer *transfer);
void ccurl_transfer_clear(ccurl_transfer *transfer);

/* What the caller knows a transfer by. */
uint64_t ccurl_transfer_tag(const ccurl_transfer *transfer);

/* Before `begin`: the transfer connects to addresses of the public internet alone, each looked at when it is connected
   to. */
void ccurl_transfer_public_only(ccurl_transfer *transfer);

/* Whether an address (of AF_INET or AF_INET6, in network order) is one of the public internet. */
bool ccurl_is_public(int family, const uint8_t *address);

/* What HTTP and mail have in common. `roots` is a PEM file of trusted roots, or NULL for the system's; `direct` keeps
   proxies named in the environment out. */
bool ccurl_transfer_begin(ccurl_transfer *transfer, uint64_t tag, const char *url, long timeout_ms,
                          long connect_timeout_ms, size_t answer_limit, const char *roots, bool direct);

/* Makes it an HTTP request; the body is copied. */
bool ccurl_transfer_http(ccurl_transfer *transfer, const char *method, const uint8_t *body, size_t length);

/* A whole header line, `Name: value`. */
bool ccurl_transfer_header(ccurl_transfer *transfer, const char *line);

/* Makes it a mail; the message is copied. `user` and `password` may be NULL. */
bool ccurl_transfer_mail(ccurl_transfer *transfer, const char *from, ccurl_tls tls, const char *user,
                         const char *password, const uint8_t *message, size_t length);
bool ccurl_transfer_recipient(ccurl_transfer *transfer, const char *address);

ccurl_outcome ccurl_transfer_outcome(const ccurl_transfer *transfer);

/* Why it failed, in libcurl's words; good until the transfer is cleared. */
const char *ccurl_transfer_reason(const ccurl_transfer *transfer);

/* The status of an HTTP answer, or the last reply code of a mail server; 0 when none came. */
long ccurl_transfer_status(const ccurl_transfer *transfer);

/* The answer's bytes; good until the transfer is cleared. */
const uint8_t *ccurl_transfer_body(const ccurl_transfer *transfer, size_t *length);

/* The header lines of the last answer, or a mail server's replies; good until the transfer is cleared. */
const uint8_t *ccurl_transfer_headers(const ccurl_transfer *transfer, size_t *length);

#endif
