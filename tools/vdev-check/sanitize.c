/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What sanitizers are told, where this is built with them: what one finds ends
 * the child, so that it can't be overlooked. Without them nobody calls this.
 */
#define SEEN __attribute__((visibility("default")))

SEEN const char *__ubsan_default_options(void);
SEEN const char *__asan_default_options(void);

const char *__ubsan_default_options(void)
{
	return "halt_on_error=1:print_stacktrace=1";
}

/* A crash is told as a crash; stacks may overflow where they would. */
const char *__asan_default_options(void)
{
	return "handle_segv=0:handle_abort=0:detect_leaks=1";
}
