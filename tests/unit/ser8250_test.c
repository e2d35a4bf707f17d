/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The 16550A through the calls that its host makes, with a fake host: what the
 * data sheet says, what Linux's driver looks at, and what must hold after any
 * access at all.
 */
#include "ser8250_rig.h"

TestSuite(ser8250, .init = setup);

/* ---- after reset ----------------------------------------------------------- */

Test(ser8250, registers_have_their_values_after_reset)
{
	cr_assert_eq(in(SER8250_IER), 0);
	cr_assert_eq(in(SER8250_IIR), IIR_NONE);
	cr_assert_eq(in(SER8250_LCR), 0);
	cr_assert_eq(in(SER8250_MCR), 0);
	cr_assert_eq(in(SER8250_LSR), LSR_IDLE);
	cr_assert_eq(in(SER8250_MSR), MSR_CTS | MSR_DSR | MSR_DCD);
	cr_assert_eq(in(SER8250_DATA), 0);
}

Test(ser8250, a_reset_takes_everything_back_but_the_divisor)
{
	out(SER8250_LCR, LCR_DLAB);
	out(SER8250_DATA, 0x34);
	out(SER8250_IER, 0x12);
	out(SER8250_LCR, 3);
	driven(3, IER_MASK);
	arrive("abc");
	cr_assert(fake.line);

	vdev_plugin.ops->reset(&fake.vdev);
	cr_assert_not(fake.line);
	cr_assert_eq(in(SER8250_IIR), IIR_NONE);
	cr_assert_eq(in(SER8250_IER), 0);
	cr_assert_eq(in(SER8250_MCR), 0);
	cr_assert_eq(in(SER8250_LSR), LSR_IDLE);
	out(SER8250_LCR, LCR_DLAB);
	cr_assert_eq(in(SER8250_DATA), 0x34);
	cr_assert_eq(in(SER8250_IER), 0x12);
}

Test(ser8250, reserved_bits_read_as_zero)
{
	out(SER8250_IER, 0xff);
	cr_assert_eq(in(SER8250_IER), IER_MASK);
	out(SER8250_MCR, 0xff);
	cr_assert_eq(in(SER8250_MCR), MCR_MASK);
	out(SER8250_LCR, 0x7f);
	cr_assert_eq(in(SER8250_LCR), 0x7f);
}

Test(ser8250, the_divisor_hides_data_and_interrupts_while_it_is_open)
{
	driven(0, IER_RECEIVE);
	arrive("x");
	out(SER8250_LCR, LCR_DLAB | 3);
	out(SER8250_DATA, 0x0c);
	out(SER8250_IER, 0x01);
	cr_assert_eq(in(SER8250_DATA), 0x0c);
	cr_assert_eq(in(SER8250_IER), 0x01);
	cr_assert_eq(fake.n_sent, 0);

	out(SER8250_LCR, 3);
	cr_assert_eq(in(SER8250_IER), IER_RECEIVE);
	cr_assert_eq(in(SER8250_DATA), 'x');
}

/* ---- what Linux looks at ---------------------------------------------------- */

/* In the order of its driver's tests: is there a chip, does it loop back, has
 * it FIFOs that work, and is it none of the chips that are more than that. */
Test(ser8250, linux_finds_a_16550a)
{
	uint8_t mcr;

	out(SER8250_IER, 0);
	cr_assert_eq(in(SER8250_IER) & 0x0f, 0);
	out(SER8250_IER, 0x0f);
	cr_assert_eq(in(SER8250_IER) & 0x0f, 0x0f);
	out(SER8250_IER, 0);

	out(SER8250_MCR, MCR_LOOP | MCR_OUT2 | MCR_RTS);
	cr_assert_eq(in(SER8250_MSR) & 0xf0, MSR_DCD | MSR_CTS);
	out(SER8250_MCR, 0);

	out(SER8250_LCR, 0xbf);
	out(SER8250_IIR, 0);
	out(SER8250_LCR, 0);
	out(SER8250_IIR, FCR_ENABLE);
	cr_assert_eq(in(SER8250_IIR) >> 6, 3);

	/* No extended features behind the divisor latch. */
	out(SER8250_LCR, 0x80);
	cr_assert_neq(in(SER8250_IIR), 0);
	out(SER8250_LCR, 0xbf);
	cr_assert_neq(in(SER8250_IIR), 0);

	/* No second bank: the loop bit does not show where it would. */
	out(SER8250_LCR, 0);
	mcr = in(SER8250_MCR);
	out(SER8250_LCR, 0xe0);
	if (((in(SER8250_IIR) ^ mcr) & MCR_LOOP) == 0) {
		out(SER8250_LCR, 0);
		out(SER8250_MCR, mcr ^ MCR_LOOP);
		out(SER8250_LCR, 0xe0);
		cr_assert_eq((in(SER8250_IIR) ^ mcr) & MCR_LOOP, 0);
		out(SER8250_LCR, 0);
		out(SER8250_MCR, mcr);
	}

	/* No FIFO of 64 bytes, with the latch open or not. */
	for (int latch = 0; latch < 2; latch++) {
		out(SER8250_LCR, latch != 0 ? 0x80 : 0);
		out(SER8250_IIR, FCR_ENABLE | 0x20);
		cr_assert_eq(in(SER8250_IIR) >> 5, 6);
		out(SER8250_IIR, FCR_ENABLE);
	}
	out(SER8250_LCR, 0);

	/* No unit enable bit. */
	out(SER8250_IER, 0x40);
	cr_assert_eq(in(SER8250_IER) & 0x40, 0);
}

Test(ser8250, linux_counts_sixteen_bytes_of_fifo)
{
	int n = 0;

	out(SER8250_IIR, FCR_ENABLE | FCR_CLEAR_RECEIVER | 0x04);
	out(SER8250_MCR, MCR_LOOP);
	for (int i = 0; i < 256; i++)
		out(SER8250_DATA, (uint8_t)i);
	while ((in(SER8250_LSR) & LSR_READY) != 0)
		cr_assert_eq(in(SER8250_DATA), n++);
	cr_assert_eq(n, 16);
	cr_assert_eq(fake.n_sent, 0);
	cr_assert_eq(fake.counter[SER8250_OVERRUNS], 240);
}

Test(ser8250, linux_finds_the_transmit_interrupt_raised_again)
{
	driven(0, 0);
	for (int i = 0; i < 2; i++) {
		out(SER8250_IER, IER_TRANSMIT);
		cr_assert_eq(in(SER8250_IIR) & 0x3f, IIR_TRANSMIT);
		out(SER8250_IER, 0);
	}
}

/* ---- transmitter ------------------------------------------------------------ */

Test(ser8250, what_is_transmitted_has_left_at_once)
{
	out(SER8250_DATA, 'h');
	out(SER8250_DATA, 'i');
	cr_assert_eq(in(SER8250_LSR), LSR_IDLE);
	cr_assert_arr_eq(fake.sent, "hi", 2);
	cr_assert_eq(fake.counter[SER8250_BYTES_OUT], 2);
}

Test(ser8250, enabling_the_transmit_interrupt_raises_it_once)
{
	driven(0, IER_TRANSMIT);
	cr_assert(fake.line);
	cr_assert_eq(in(SER8250_IIR) & 0x3f, IIR_TRANSMIT);
	cr_assert_not(fake.line, "reading IIR took it away");
	cr_assert_eq(in(SER8250_IIR) & 0x3f, IIR_NONE);
	out(SER8250_IER, IER_TRANSMIT);
	cr_assert_eq(in(SER8250_IIR) & 0x3f, IIR_NONE, "it was enabled before");
}

Test(ser8250, a_write_brings_the_transmit_interrupt_back)
{
	driven(0, IER_TRANSMIT);
	in(SER8250_IIR);
	for (int i = 0; i < 16; i++)
		out(SER8250_DATA, 'a');
	cr_assert(fake.line);
	cr_assert_eq(fake.edges, 2, "one rise for sixteen bytes");
	cr_assert_eq(in(SER8250_IIR) & 0x3f, IIR_TRANSMIT);
}

Test(ser8250, reading_iir_for_another_cause_leaves_the_transmit_interrupt)
{
	driven(0, IER_TRANSMIT | IER_RECEIVE);
	arrive("k");
	cr_assert_eq(in(SER8250_IIR) & 0x3f, IIR_RECEIVE);
	cr_assert_eq(in(SER8250_DATA), 'k');
	cr_assert_eq(in(SER8250_IIR) & 0x3f, IIR_TRANSMIT);
}

/* ---- receiver ---------------------------------------------------------------- */

Test(ser8250, without_fifos_one_byte_at_a_time_is_received)
{
	out(SER8250_MCR, MCR_RTS | MCR_OUT2);
	out(SER8250_IER, IER_RECEIVE);
	arrive("ab");
	cr_assert_eq(*fake.waiting, 'b');
	cr_assert_eq(in(SER8250_IIR), IIR_RECEIVE);
	cr_assert_eq(in(SER8250_DATA), 'a');
	cr_assert_eq(in(SER8250_DATA), 'b');
	cr_assert_not(fake.line);
	cr_assert_eq(in(SER8250_LSR) & LSR_READY, 0);
}

Test(ser8250, each_trigger_level_is_met_at_its_byte)
{
	static const uint8_t levels[] = { 1, 4, 8, 14 };
	static const char *bytes = "0123456789abcdef";

	for (uint8_t i = 0; i < 4; i++) {
		power_on(SER8250_MODEM_USED);
		driven(i, IER_RECEIVE);
		arrive(bytes + 16 - levels[i]);
		cr_assert_eq(in(SER8250_IIR) & 0x3f, IIR_RECEIVE);
		in(SER8250_DATA);
		cr_assert_eq(in(SER8250_IIR) & 0x3f,
			     levels[i] == 1 ? IIR_NONE : IIR_TIMEOUT);
	}
}

Test(ser8250, fewer_bytes_than_the_trigger_level_are_told_as_a_timeout)
{
	driven(3, IER_RECEIVE);
	arrive("abc");
	cr_assert(fake.line);
	cr_assert_eq(in(SER8250_IIR), IIR_FIFOS | IIR_TIMEOUT);
	in(SER8250_DATA);
	in(SER8250_DATA);
	cr_assert(fake.line);
	in(SER8250_DATA);
	cr_assert_not(fake.line);
}

Test(ser8250, what_has_no_room_waits_in_the_host)
{
	char bytes[101];

	memset(bytes, 'x', 100);
	bytes[100] = '\0';
	driven(0, IER_RECEIVE);
	arrive(bytes);
	cr_assert_eq(strlen(fake.waiting), 100 - SER8250_FIFO_SIZE);
	for (int i = 0; i < 100; i++) {
		cr_assert_eq(in(SER8250_LSR), LSR_IDLE | LSR_READY);
		cr_assert_eq(in(SER8250_DATA), 'x');
	}
	cr_assert_eq(in(SER8250_LSR), LSR_IDLE);
	cr_assert_eq(fake.counter[SER8250_BYTES_IN], 100);
	cr_assert_eq(fake.counter[SER8250_OVERRUNS], 0);
}

Test(ser8250, a_driver_that_starts_eats_no_input)
{
	arrive("root\n");
	out(SER8250_IIR, FCR_ENABLE);
	out(SER8250_IIR, FCR_ENABLE | FCR_CLEAR_RECEIVER);
	out(SER8250_IIR, 0);
	cr_assert_eq(in(SER8250_DATA), 0);
	out(SER8250_IIR, FCR_ENABLE);
	out(SER8250_MCR, MCR_DTR | MCR_RTS);
	for (const char *c = "root\n"; *c != '\0'; c++)
		cr_assert_eq(in(SER8250_DATA), *c);
}

Test(ser8250, without_rts_the_other_end_is_silent)
{
	driven(0, IER_RECEIVE);
	out(SER8250_MCR, MCR_DTR | MCR_OUT2);
	arrive("x");
	cr_assert_not(fake.line);
	out(SER8250_MCR, MCR_DTR | MCR_OUT2 | MCR_RTS);
	cr_assert(fake.line);
	cr_assert_eq(in(SER8250_DATA), 'x');
}

Test(ser8250, clearing_the_receiver_empties_it)
{
	driven(3, IER_RECEIVE);
	arrive("abc");
	out(SER8250_IIR, FCR_ENABLE | FCR_CLEAR_RECEIVER);
	cr_assert_not(fake.line);
	cr_assert_eq(in(SER8250_LSR), LSR_IDLE);
}

Test(ser8250, a_change_of_mode_empties_the_receiver)
{
	driven(0, IER_RECEIVE);
	arrive("abc");
	out(SER8250_IIR, 0);
	cr_assert_eq(in(SER8250_LSR), LSR_IDLE);
	cr_assert_eq(in(SER8250_IIR), IIR_NONE);
}

Test(ser8250, without_the_enable_bit_fcr_does_nothing_else)
{
	out(SER8250_MCR, MCR_LOOP);
	out(SER8250_DATA, 'a');
	out(SER8250_IIR, FCR_CLEAR_RECEIVER | 0xc0);
	cr_assert_eq(in(SER8250_DATA), 'a');
}

Test(ser8250, setting_the_trigger_again_keeps_what_was_received)
{
	driven(0, IER_RECEIVE);
	arrive("abc");
	out(SER8250_IIR, FCR_ENABLE | 0x80);
	cr_assert_eq(in(SER8250_IIR) & 0x3f, IIR_TIMEOUT);
	cr_assert_eq(in(SER8250_DATA), 'a');
}

/* ---- loopback, overrun, modem -------------------------------------------------- */

Test(ser8250, loopback_brings_data_back_and_sends_none)
{
	out(SER8250_MCR, MCR_LOOP);
	out(SER8250_DATA, 0xa5);
	cr_assert_eq(in(SER8250_LSR), LSR_IDLE | LSR_READY);
	cr_assert_eq(in(SER8250_DATA), 0xa5);
	cr_assert_eq(fake.n_sent, 0);
}

Test(ser8250, loopback_cuts_the_input_off)
{
	driven(0, 0);
	out(SER8250_MCR, MCR_LOOP | MCR_RTS);
	arrive("x");
	cr_assert_eq(in(SER8250_LSR), LSR_IDLE);
	out(SER8250_MCR, MCR_RTS);
	cr_assert_eq(in(SER8250_DATA), 'x');
}

Test(ser8250, interrupts_work_in_loopback)
{
	driven(0, IER_RECEIVE);
	out(SER8250_MCR, MCR_LOOP | MCR_OUT2);
	out(SER8250_DATA, 'l');
	cr_assert(fake.line);
	cr_assert_eq(in(SER8250_IIR) & 0x3f, IIR_RECEIVE);
}

Test(ser8250, an_overrun_is_told_first_and_cleared_by_its_register)
{
	driven(0, IER_LINE | IER_RECEIVE);
	out(SER8250_MCR, MCR_LOOP | MCR_OUT2);
	for (int i = 0; i < 17; i++)
		out(SER8250_DATA, (uint8_t)i);
	cr_assert_eq(in(SER8250_IIR) & 0x3f, IIR_LINE);
	cr_assert_eq(in(SER8250_LSR), LSR_IDLE | LSR_READY | LSR_OVERRUN);
	cr_assert_eq(in(SER8250_LSR), LSR_IDLE | LSR_READY);
	cr_assert_eq(in(SER8250_IIR) & 0x3f, IIR_RECEIVE);
	cr_assert_eq(in(SER8250_DATA), 0, "the new byte is lost");
}

Test(ser8250, without_fifos_an_overrun_loses_the_old_byte)
{
	out(SER8250_MCR, MCR_LOOP);
	out(SER8250_DATA, 'a');
	out(SER8250_DATA, 'b');
	cr_assert_eq(in(SER8250_LSR) & LSR_OVERRUN, LSR_OVERRUN);
	cr_assert_eq(in(SER8250_DATA), 'b');
}

Test(ser8250, modem_lines_loop_back_each_to_its_own)
{
	static const struct { uint8_t mcr, msr; } pairs[] = {
		{ MCR_DTR, MSR_DSR }, { MCR_RTS, MSR_CTS },
		{ MCR_OUT1, MSR_RI }, { MCR_OUT2, MSR_DCD },
	};

	for (size_t i = 0; i < 4; i++) {
		out(SER8250_MCR, MCR_LOOP | pairs[i].mcr);
		cr_assert_eq(in(SER8250_MSR) & 0xf0, pairs[i].msr);
	}
}

Test(ser8250, a_modem_change_is_told_once)
{
	driven(0, IER_MODEM);
	out(SER8250_MCR, MCR_LOOP | MCR_OUT2 | MCR_DTR);
	cr_assert(fake.line);
	cr_assert_eq(in(SER8250_IIR) & 0x3f, IIR_MODEM);
	cr_assert_eq(in(SER8250_MSR),
		     MSR_DCD | MSR_DSR | MSR_CTS_CHANGED);
	cr_assert_not(fake.line);
	cr_assert_eq(in(SER8250_MSR), MSR_DCD | MSR_DSR);
}

Test(ser8250, of_the_ring_only_its_end_is_a_change)
{
	out(SER8250_MCR, MCR_LOOP);
	in(SER8250_MSR);
	out(SER8250_MCR, MCR_LOOP | MCR_OUT1);
	cr_assert_eq(in(SER8250_MSR), MSR_RI);
	out(SER8250_MCR, MCR_LOOP);
	cr_assert_eq(in(SER8250_MSR), MSR_RI_ENDED);
}

/* ---- the interrupt line ---------------------------------------------------------- */

Test(ser8250, out2_is_the_gate_to_the_line)
{
	out(SER8250_IER, IER_TRANSMIT);
	cr_assert_not(fake.line);
	out(SER8250_MCR, MCR_OUT2);
	cr_assert(fake.line);
	out(SER8250_MCR, 0);
	cr_assert_not(fake.line);
	cr_assert_eq(in(SER8250_IIR), IIR_TRANSMIT);
}

Test(ser8250, ignored_modem_control_needs_neither_rts_nor_out2)
{
	power_on(SER8250_MODEM_IGNORED);
	out(SER8250_IER, IER_RECEIVE);
	arrive("x");
	cr_assert(fake.line);
	cr_assert_eq(in(SER8250_DATA), 'x');
	cr_assert_eq(in(SER8250_MCR), 0);
}

Test(ser8250, input_from_before_the_start_is_received)
{
	power_on(SER8250_MODEM_IGNORED);
	fake.waiting = "x";
	vdev_plugin.ops->start(&fake.vdev);
	cr_assert_eq(in(SER8250_DATA), 'x');
}

/* ---- hosts and guests that misbehave ----------------------------------------------- */

Test(ser8250, what_the_table_keeps_away_is_broken)
{
	uint64_t value = 0;

	cr_assert_eq(touch(SER8250_SCR, false, &value), VDEV_BROKEN);
	cr_assert_eq(touch(SER8250_SCR, true, &value), VDEV_BROKEN);
	cr_assert_eq(touch(SER8250_LSR, true, &value), VDEV_BROKEN);
	cr_assert_eq(touch(SER8250_MSR, true, &value), VDEV_BROKEN);
	cr_assert_eq(touch(UINT16_MAX, false, &value), VDEV_BROKEN);
}

Test(ser8250, an_unknown_event_is_ignored)
{
	struct vdev_event e = { .size = sizeof(e), .kind = 77 };

	cr_assert_eq(vdev_plugin.ops->event(&fake.vdev, &e), VDEV_DONE);
}

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* The line is what the registers say, whatever the guest does. */
static void check_line(void)
{
	bool open = (fake.state.mcr & MCR_OUT2) != 0;

	cr_assert_eq(fake.line,
		     open && ser8250_cause(&fake.state) != IIR_NONE);
}

Test(ser8250, any_accesses_keep_the_invariants)
{
	uint32_t seed = 16550;

	for (int i = 0; i < 300000; i++) {
		uint16_t reg = (uint16_t)(next(&seed) % SER8250_SCR);
		uint64_t value = next(&seed) & 0xff;
		bool is_write = next(&seed) % 2 != 0 && reg != SER8250_LSR &&
				reg != SER8250_MSR;

		if (next(&seed) % 16 == 0)
			arrive("some input that is longer than the FIFO");
		if (next(&seed) % 4096 == 0)
			vdev_plugin.ops->reset(&fake.vdev);
		cr_assert_eq(touch(reg, is_write, &value), VDEV_DONE);
		cr_assert_leq(value, 0xff);
		check_line();
		cr_assert_eq(in(SER8250_LSR) & LSR_IDLE, LSR_IDLE);
		check_line();
	}
	cr_assert_gt(fake.edges, 1000, "the stream reaches interrupts");
	cr_assert_gt(fake.counter[SER8250_OVERRUNS], 100);
	cr_assert_gt(fake.counter[SER8250_BYTES_IN], 100);
}
