/* SPDX-License-Identifier: Apache-2.0 */
#include "safety/ends.h"

#include "conf/util/claim.h"

static const struct end_row rows[END_REASONS] = {
#define END(id, code, who, text, why) \
	[END_##id] = { .name = text, \
		       .sentence = why, \
		       .status = code, \
		       .class = END_CLASS_##who },
#include "safety/ends.def"
#undef END
};

const struct end_row *end_row(enum end_reason reason)
{
	CLAIM(reason > END_NONE && reason < END_REASONS);
	return &rows[reason];
}

void ends_print(FILE *out)
{
	for (int i = END_NONE + 1; i < END_REASONS; i++)
		fprintf(out, "%3u  %-24s %s\n", rows[i].status, rows[i].name,
			rows[i].sentence);
}
