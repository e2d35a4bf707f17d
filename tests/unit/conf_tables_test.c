/* SPDX-License-Identifier: Apache-2.0 */
/* Every row of every table: complete, and right about itself. */
#include "conf_rig.h"

#include "conf/chardev.h"
#include "conf/check.h"
#include "conf/keys.h"
#include "conf/rules.h"

TestSuite(conf_tables, .init = rig_setup, .fini = rig_teardown);

typedef void row_fn(const struct conf_field *row);

static void each_row(const struct conf_record *record, row_fn *look)
{
	for (size_t i = 0; i < record->n; i++) {
		look(&record->field[i]);
		if (record->field[i].record != NULL)
			each_row(record->field[i].record, look);
	}
}

static void default_is_legal(const struct conf_field *row)
{
	static _Alignas(max_align_t) unsigned char room[4096];
	const struct check check = { .report = &report, .dir = "" };
	const struct conf_field one = *row;
	const struct conf_record alone = {
		.name = row->key, .field = &one, .n = 1,
	};

	cr_assert_lt(row->offset, sizeof(room) - 64);
	if (row->unset != NULL)
		check_unset(&check, &alone, room);
	cr_assert_eq(report.n, 0, "%s", row->key);
}

Test(conf_tables, every_default_is_a_legal_value)
{
	each_row(&keys_root, default_is_legal);
}

static void example_is_legal(const struct conf_field *row)
{
	static _Alignas(max_align_t) unsigned char room[4096];
	const struct check check = { .report = &report, .dir = "" };
	const struct conf_node *root;

	if (row->example == NULL)
		return;
	root = rig_read(arena_printf(&arena, "%s: %s\n", row->key,
				     row->example));
	cr_assert_not_null(root, "%s", row->key);
	check_field(&check, root->first, row, room);
	cr_assert_eq(report.n, 0, "%s: %s", row->key, row->example);
}

Test(conf_tables, every_example_is_a_legal_value)
{
	each_row(&keys_root, example_is_legal);
	each_row(&chardev_record, example_is_legal);
}

static void doc_is_prose(const struct conf_field *row)
{
	size_t len;

	cr_assert_not_null(row->doc, "%s", row->key);
	len = strlen(row->doc);
	cr_assert_gt(len, 5, "%s", row->key);
	cr_assert_eq(row->doc[len - 1], '.', "%s: %s", row->key, row->doc);
}

Test(conf_tables, every_key_has_a_doc_of_whole_sentences)
{
	each_row(&keys_root, doc_is_prose);
	each_row(&chardev_record, doc_is_prose);
}

static void row_is_complete(const struct conf_field *row)
{
	bool required = (row->flags & (FIELD_REQUIRED | FIELD_ONE_OF)) != 0;

	cr_assert(!required || row->example != NULL, "%s", row->key);
	cr_assert_eq(row->type == FIELD_WORD, row->words != NULL, "%s",
		     row->key);
	cr_assert_eq(row->type == FIELD_RECORD, row->record != NULL, "%s",
		     row->key);
	cr_assert_eq(row->shape != SHAPE_ONE, row->item > 0, "%s", row->key);
	cr_assert_eq(row->shape != SHAPE_ONE, row->max_items > 0, "%s",
		     row->key);
	cr_assert(row->max == 0 || row->min <= row->max, "%s", row->key);
	cr_assert_eq(row->align & (row->align - 1), 0, "%s", row->key);
}

Test(conf_tables, every_row_has_what_its_type_needs)
{
	each_row(&keys_root, row_is_complete);
}

Test(conf_tables, rules_are_called_by_one_name_each)
{
	for (size_t i = 0; i < rules_count; i++) {
		for (size_t k = 0; k < i; k++)
			cr_assert_str_neq(rules_table[i].doc.name,
					  rules_table[k].doc.name);
		for (enum conf_rule_id id = 0; id < RULE_COUNT; id++)
			cr_assert_str_neq(rules_table[i].doc.name,
					  rule_name(id));
	}
}

static const struct conf_field *row_at(const char *path)
{
	const struct conf_record *record = &keys_root;
	const struct conf_field *row = NULL;

	for (;;) {
		size_t len = strcspn(path, ".");

		cr_assert_not_null(record);
		row = record_find(record, arena_text(&arena, path, len));
		if (row == NULL || path[len] == '\0')
			return row;
		record = row->record;
		path += len + 1;
	}
}

Test(conf_tables, rules_look_at_keys_that_there_are)
{
	for (size_t i = 0; i < rules_count; i++) {
		const char *keys = rules_table[i].doc.keys;
		const char *key;
		size_t len;

		while (words_next(&keys, &key, &len))
			cr_assert_not_null(row_at(arena_text(&arena, key, len)),
					   "%.*s", (int)len, key);
	}
}
