/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The registers that the ACPI tables name: sleep, event and reset. They answer
 * on the vCPU's thread; the button comes from the loop's. Must never know what
 * the tables say beyond acpi_regs.h.
 */
#include "qvm/x86_64/acpi_regs.h"

#include "conf/util/log.h"
#include "qvm/arch.h"

static enum bus_answer sleep_control(struct vm *vm, uint64_t value)
{
	const unsigned type = value >> TABLES_SLEEP_TYPE_SHIFT &
			      TABLES_SLEEP_TYPE_MASK;

	if ((value & TABLES_SLEEP_ENABLE) == 0 || type != TABLES_SLEEP_S5)
		return BUS_DONE;
	vm_end(vm, END_OFF, "the guest powered off");
	return BUS_ENDED;
}

static uint64_t read_register(struct vm *vm, uint64_t offset)
{
	/* Reading the event register clears it: one exchange, so that a
	 * button between a read and a clear is not lost. */
	return offset == TABLES_EVENT ? atomic_exchange(&vm->tables.event, 0) :
					0;
}

static enum bus_answer write_register(struct vm *vm, uint64_t offset,
				      uint64_t value)
{
	if (offset == TABLES_SLEEP_CONTROL)
		return sleep_control(vm, value);
	if (offset != TABLES_RESET || value != TABLES_RESET_VALUE)
		return BUS_DONE;
	vm_end(vm, END_RESET, "the guest asked for a reset");
	return BUS_ENDED;
}

static enum bus_answer answer(const struct bus_row *row, struct bus_access *a)
{
	uint64_t offset = a->address - row->range.at;

	if (a->width != 1)
		return BUS_NOTHING; /* the registers are single bytes */
	if (a->is_write)
		return write_register(row->owner, offset, a->value);
	a->value = read_register(row->owner, offset);
	return BUS_DONE;
}

int arch_bus_add(struct vm *vm)
{
	const struct conf_tables *tables = &vm->plan->conf->tables;
	bool is_io = tables->at.space == CONF_SPACE_IO;
	const struct bus_row row = {
		.range = { is_io ? tables->at.io : tables->at.mmio,
			   TABLES_REGS },
		.name = "tables",
		.answer = answer,
		.owner = vm,
		.space = is_io ? BUS_PORT : BUS_MEMORY,
	};

	return tables->at.node == NULL ? 0 : bus_add(&vm->bus, &row);
}

void arch_button(struct vm *vm)
{
	const struct conf_tables *tables = &vm->plan->conf->tables;

	if (tables->at.node == NULL)
		return; /* no button: the guard's time for it will run out */
	atomic_fetch_or(&vm->tables.event, TABLES_EVENT_BUTTON);
	/* One pulse: the line is edge-triggered. A failure is told by the
	 * call, and the guard cuts when its time is over. */
	if (vm_drive_line(vm, (uint32_t)tables->irq, true) == 0 &&
	    vm_drive_line(vm, (uint32_t)tables->irq, false) != 0)
		log_warning("the line of the power button is stuck");
}
