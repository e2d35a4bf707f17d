/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim: statements about our own code, never about the guest, the file or
 * the host.
 *
 * A broken claim means that this process no longer knows its own state. It
 * does not unwind: it says so once and ends by abort(), which the guard turns
 * into the end `internal` (exit 7). Claims are part of the safety argument:
 * they are in every build.
 */
#ifndef QVM_CONF_UTIL_CLAIM_H
#define QVM_CONF_UTIL_CLAIM_H

#ifdef NDEBUG
#error "qvm's claims can't be compiled out"
#endif

/* Async-signal-safe; allocates nothing. */
_Noreturn void claim_broken(const char *claim, const char *file, int line);

/* The expression must have no side effect. */
#define CLAIM(c) ((c) ? (void)0 : claim_broken(#c, __FILE__, __LINE__))

/* For arms and tails that the code above has made impossible. */
#define CANNOT_REACH() claim_broken("cannot be reached", __FILE__, __LINE__)

#endif
