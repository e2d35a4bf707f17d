/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints where every member of every structure of the vdev ABI lies. The
 * output is compared with layout.txt, which is the record: a plug-in that was
 * built yesterday has those numbers compiled in.
 *
 * A gap between members, or a member that is missing here, is told: the
 * members must follow each other without padding, up to the size.
 */
#include <stdio.h>

#include <qvm/vdev.h>

static size_t end; /* of the member before */
static int gaps;

static void begin(const char *name, size_t size)
{
	printf("%s %zu\n", name, size);
	end = 0;
}

static void member(const char *name, size_t offset, size_t size)
{
	printf("  %s %zu %zu\n", name, offset, size);
	if (offset != end) {
		printf("  ! bytes %zu to %zu belong to no member\n", end, offset);
		gaps++;
	}
	end = offset + size;
}

static void finish(size_t size)
{
	if (end != size) {
		printf("  ! bytes %zu to %zu belong to no member\n", end, size);
		gaps++;
	}
}

#define BEGIN(type) { typedef struct type record; \
	begin(#type, sizeof(record));
#define MEMBER(name) \
	member(#name, offsetof(record, name), sizeof(((record *)0)->name));
#define END finish(sizeof(record)); }

#define VALUE(name) printf("%s %ld\n", #name, (long)(name));

static void print_values(void)
{
	VALUE(VDEV_ABI_MAJOR) VALUE(VDEV_ABI_MINOR)
	VALUE(VDEV_BROKEN) VALUE(VDEV_REFUSED) VALUE(VDEV_DONE)
	VALUE(VDEV_OPTION_NONE) VALUE(VDEV_OPTION_BOOL) VALUE(VDEV_OPTION_UINT)
	VALUE(VDEV_OPTION_SIZE) VALUE(VDEV_OPTION_DURATION)
	VALUE(VDEV_OPTION_WORD) VALUE(VDEV_OPTION_TEXT)
	VALUE(VDEV_OPTION_CHARDEV)
	VALUE(VDEV_STREAM_OUT) VALUE(VDEV_STREAM_IN) VALUE(VDEV_REQUIRED)
	VALUE(VDEV_SLOT_NONE)
	VALUE(VDEV_W8) VALUE(VDEV_W16) VALUE(VDEV_W32) VALUE(VDEV_W64)
	VALUE(VDEV_RO) VALUE(VDEV_WO) VALUE(VDEV_RW)
	VALUE(VDEV_REG_CALLED) VALUE(VDEV_REG_STORED) VALUE(VDEV_REG_BLOCK)
	VALUE(VDEV_READ_ACTS)
	VALUE(VDEV_SPACE_IO) VALUE(VDEV_SPACE_MMIO)
	VALUE(VDEV_EDGE) VALUE(VDEV_LEVEL)
	VALUE(VDEV_EVENT_NONE) VALUE(VDEV_EVENT_STREAM_IN)
	VALUE(VDEV_EVENT_TIMER)
	VALUE(VDEV_LEGACY_CMOS) VALUE(VDEV_LEGACY_I8042)
	VALUE(VDEV_END_NONE) VALUE(VDEV_END_STATUS) VALUE(VDEV_END_OFF)
	VALUE(VDEV_END_RESET) VALUE(VDEV_END_WATCHDOG) VALUE(VDEV_END_CRASH)
	VALUE(VDEV_LOG_ERROR) VALUE(VDEV_LOG_WARNING) VALUE(VDEV_LOG_INFO)
	VALUE(VDEV_LOG_DEBUG)
}

static void print_tables(void)
{
	BEGIN(vdev_table) MEMBER(rows) MEMBER(count) MEMBER(stride) END

	BEGIN(vdev_option) MEMBER(name) MEMBER(doc) MEMBER(unset) MEMBER(words)
	MEMBER(min) MEMBER(max) MEMBER(type) MEMBER(flags) MEMBER(offset)
	MEMBER(reserved) END

	BEGIN(vdev_reg) MEMBER(name) MEMBER(doc) MEMBER(reset) MEMBER(writable)
	MEMBER(offset) MEMBER(count) MEMBER(step) MEMBER(size) MEMBER(widths)
	MEMBER(direction) MEMBER(kind) MEMBER(flags) MEMBER(reserved) END

	BEGIN(vdev_window) MEMBER(name) MEMBER(doc) MEMBER(regs) MEMBER(size)
	MEMBER(spaces) END

	BEGIN(vdev_irq) MEMBER(name) MEMBER(doc) MEMBER(trigger) MEMBER(flags) END

	BEGIN(vdev_counter) MEMBER(name) MEMBER(doc) END

	BEGIN(vdev_timer) MEMBER(name) MEMBER(doc) END

	BEGIN(vdev_acpi) MEMBER(hid) MEMBER(cid) END
}

static void print_calls(void)
{
	BEGIN(vdev_access) MEMBER(size) MEMBER(window) MEMBER(reg)
	MEMBER(index) MEMBER(byte) MEMBER(width) MEMBER(is_write)
	MEMBER(reserved) MEMBER(vcpu) MEMBER(flags) MEMBER(value) END

	BEGIN(vdev_event) MEMBER(size) MEMBER(kind) MEMBER(slot)
	MEMBER(reserved) MEMBER(count) END

	BEGIN(vdev_ops) MEMBER(size) MEMBER(reserved) MEMBER(init) MEMBER(start)
	MEMBER(access) MEMBER(event) MEMBER(reset) MEMBER(stop) MEMBER(fini) END

	BEGIN(vdev_host) MEMBER(size) MEMBER(abi_major) MEMBER(abi_minor)
	MEMBER(fail) MEMBER(irq_set) MEMBER(stream_write) MEMBER(stream_read)
	MEMBER(log) MEMBER(count) MEMBER(end) MEMBER(timer_arm)
	MEMBER(timer_stop) MEMBER(now) MEMBER(wall_clock) END

	BEGIN(vdev) MEMBER(size) MEMBER(reserved) MEMBER(host) MEMBER(name)
	MEMBER(options) MEMBER(state) END

	BEGIN(vdev_plugin) MEMBER(size) MEMBER(abi_major) MEMBER(abi_minor)
	MEMBER(name) MEMBER(summary) MEMBER(doc) MEMBER(options) MEMBER(windows)
	MEMBER(irqs) MEMBER(counters) MEMBER(timers) MEMBER(acpi) MEMBER(options_size)
	MEMBER(state_size) MEMBER(call_us) MEMBER(legacy) MEMBER(ops) END
}

int main(void)
{
	print_values();
	print_tables();
	print_calls();
	return gaps != 0;
}
