/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of a process that has found itself wrong. Must never allocate, lock
 * or format: what it would need may be what is broken.
 */
#include "conf/util/claim.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void put(const char *text)
{
	/* A claim that can't be told still ends the process: result unused. */
	ssize_t ignored = write(STDERR_FILENO, text, strlen(text));

	(void)ignored;
}

_Noreturn void claim_broken(const char *claim, const char *file, int line)
{
	char digits[12];
	size_t at = sizeof(digits) - 1;

	digits[at] = '\0';
	do {
		digits[--at] = (char)('0' + line % 10);
		line /= 10;
	} while (line > 0 && at > 0);

	put("qvm: broken claim: ");
	put(claim);
	put(" (");
	put(file);
	put(":");
	put(&digits[at]);
	put(")\n");
	abort();
}
