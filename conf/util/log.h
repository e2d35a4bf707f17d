/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log: lines for the operator, on stderr: `qvm[engine]: warning: ...`.
 *
 * One line is one write, so lines of the two processes never mix. Formatting
 * is on the stack and a line is cut at LOG_LINE_MAX. Nothing waits for a log: a
 * line that stderr can't take at once is lost. A level decides what is
 * told, never what is done. Any thread; not from a signal handler.
 */
#ifndef QVM_CONF_UTIL_LOG_H
#define QVM_CONF_UTIL_LOG_H

#include <stdarg.h>

#include "conf/util/util.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

enum { LOG_LINE_MAX = 512 };

/* Before any other thread exists. `system` (NULL: none) is not copied. */
void log_init(const char *system, enum log_level level);

void log_error(const char *format, ...) printf_like(1, 2);
void log_warning(const char *format, ...) printf_like(1, 2);
void log_info(const char *format, ...) printf_like(1, 2);
void log_debug(const char *format, ...) printf_like(1, 2);

/* Says why a call of the host failed and gives back -err, so that
 * `return host_fail(errno, "...")` is the idiom. err 0: no reason to add, and
 * the result is -EIO. */
int host_fail(int err, const char *format, ...) printf_like(2, 3);

#endif
