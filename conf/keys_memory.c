/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Guest-physical memory and what is put into it. Whether spans fit each other
 * is the plan's matter; rows bound single values only.
 */
#include "conf/keys.h"

static const struct conf_field image_fields[] = {
	{ .key = "file", PATH_AT(struct conf_image, file),
	  .flags = FIELD_REQUIRED, .example = "\"vmlinuz\"",
	  .doc = "Path of the image. A relative one starts at the "
		 "configuration's own directory.",
	  .also = "path image name" },
	{ .key = "sha256", HASH_AT(struct conf_image, sha256),
	  .doc = "SHA-256 of the file, 64 hexadecimal digits in lower case. A "
		 "file with another one is refused.",
	  .also = "hash sha digest checksum" },
};

const struct conf_record keys_image = {
	.name = "an image",
	RECORD_OF(struct conf_image, image_fields),
	.doc = "A file of the host whose bytes the guest gets.",
};

static const struct conf_field ram_fields[] = {
	{ .key = "at", ADDRESS_AT(struct conf_ram, at),
	  .flags = FIELD_REQUIRED, .align = 4 * KIB, .max = ADDRESS_MAX,
	  .example = "0x0",
	  .doc = "Guest-physical address of the first byte: a multiple of "
		 "`pages`.",
	  .also = "address addr base loc start" },
	{ .key = "size", SIZE_AT(struct conf_ram, size),
	  .flags = FIELD_REQUIRED, .align = 4 * KIB, .min = 4 * KIB,
	  .max = SPAN_MAX, .example = "256M",
	  .doc = "How much memory the guest gets here: a multiple of `pages`. "
		 "The host gives all of it before the guest starts.",
	  .also = "length len" },
	{ .key = "pages", WORD_AT(struct conf_ram, pages),
	  .words = "4K 2M 1G", .unset = "4K",
	  .doc = "The host's pages behind it. 4K: ordinary memory. 2M and 1G: "
		 "pages that the host has set aside; without enough of them "
		 "the guest does not start.",
	  .also = "hugepages pagesize page-size" },
	{ .key = "locked", BOOL_AT(struct conf_ram, locked),
	  .unset = "false",
	  .doc = "Whether the host must keep it in memory, so that no access "
		 "of the guest ever waits for a page.",
	  .also = "lock mlock" },
};

static const struct conf_record keys_ram = {
	.name = "ram",
	RECORD_OF(struct conf_ram, ram_fields),
	.doc = "Memory that the guest reads, writes and executes.",
};

static const struct conf_field reserve_fields[] = {
	{ .key = "at", ADDRESS_AT(struct conf_reserve, at),
	  .flags = FIELD_REQUIRED, .max = ADDRESS_MAX, .example = "0xa0000",
	  .doc = "Guest-physical address of the first byte.",
	  .also = "address addr base loc start" },
	{ .key = "size", SIZE_AT(struct conf_reserve, size),
	  .flags = FIELD_REQUIRED, .min = 1, .max = SPAN_MAX,
	  .example = "384K", .doc = "How many bytes.",
	  .also = "length len" },
};

static const struct conf_record keys_reserve = {
	.name = "reserve",
	RECORD_OF(struct conf_reserve, reserve_fields),
	.doc = "A span that the guest is told to leave alone.",
};

static const struct conf_field rom_fields[] = {
	{ .key = "at", ADDRESS_AT(struct conf_rom, at),
	  .flags = FIELD_REQUIRED, .align = 4 * KIB, .max = ADDRESS_MAX,
	  .example = "0xfffc0000",
	  .doc = "Guest-physical address of the first byte.",
	  .also = "address addr base loc start" },
	{ .key = "size", SIZE_AT(struct conf_rom, size),
	  .flags = FIELD_REQUIRED, .align = 4 * KIB, .min = 4 * KIB,
	  .max = SPAN_MAX, .example = "256K",
	  .doc = "How many bytes; what the image does not fill is zero.",
	  .also = "length len" },
	{ .key = "image", RECORD_AT(struct conf_rom, image, struct conf_image),
	  .flags = FIELD_REQUIRED, .record = &keys_image,
	  .example = "{ file: \"bios.bin\" }", .doc = "What it holds.",
	  .also = "file" },
};

static const struct conf_record keys_rom = {
	.name = "rom",
	RECORD_OF(struct conf_rom, rom_fields),
	.doc = "Memory that the guest reads and executes. A write to it is an "
	       "unsupported reference.",
};

static const struct conf_field load_fields[] = {
	{ .key = "at", ADDRESS_AT(struct conf_load_image, at),
	  .flags = FIELD_REQUIRED, .max = ADDRESS_MAX,
	  .example = "0x0e000000",
	  .doc = "Guest-physical address of the first byte.",
	  .also = "address addr base loc start" },
	{ .key = "image",
	  RECORD_AT(struct conf_load_image, image, struct conf_image),
	  .flags = FIELD_REQUIRED, .record = &keys_image,
	  .example = "{ file: \"data.bin\" }",
	  .doc = "What is put there, whole.", .also = "file" },
};

static const struct conf_record keys_load = {
	.name = "load",
	RECORD_OF(struct conf_load_image, load_fields),
	.doc = "An image that is put into ram or rom before the guest starts.",
};

static const struct conf_field memory_fields[] = {
	{ .key = "ram", RECORD_AT(struct conf_memory, ram, struct conf_ram),
	  .flags = FIELD_ONE_OF, .record = &keys_ram,
	  .example = "{ at: 0x0, size: 256M }",
	  .doc = "Memory that the guest reads, writes and executes; zero at "
		 "the start." },
	{ .key = "reserve",
	  RECORD_AT(struct conf_memory, reserve, struct conf_reserve),
	  .flags = FIELD_ONE_OF, .record = &keys_reserve,
	  .example = "{ at: 0xa0000, size: 384K }",
	  .doc = "A span, in ram or in nothing, that the guest is told to "
		 "leave alone. Only the tables that qvm makes for the guest "
		 "may lie in it." },
	{ .key = "rom", RECORD_AT(struct conf_memory, rom, struct conf_rom),
	  .flags = FIELD_ONE_OF, .record = &keys_rom,
	  .example = "{ at: 0xfffc0000, size: 256K, image: { file: "
		     "\"bios.bin\" } }",
	  .doc = "Memory that the guest reads and executes but can't write." },
	{ .key = "load",
	  RECORD_AT(struct conf_memory, load, struct conf_load_image),
	  .flags = FIELD_ONE_OF, .record = &keys_load,
	  .example = "{ at: 0x0e000000, image: { file: \"data.bin\" } }",
	  .doc = "An image that is put into ram or rom before the guest "
		 "starts.",
	  .also = "data file" },
};

const struct conf_record keys_memory = {
	.name = "an entry of `memory`",
	RECORD_OF(struct conf_memory, memory_fields),
	.kind = CONF_AT(struct conf_memory, kind, uint32_t),
	.doc = "One span of guest-physical memory, or something that is put "
	       "into one.",
};
