/* SPDX-License-Identifier: Apache-2.0 */
/* Two processors, both of which are there. */
#include "guest.h"

static volatile bool second_is_done;

static void second(void)
{
	tell("second processor", processor_id());
	second_is_done = true;
}

void guest_main(void)
{
	tell("first processor", processor_id());
	start_processor(1, second);
	wait_for(&second_is_done);
	say("both");
}
