/**
 * The lab on the command line: {@code mailroad lab seeds} and {@code mailroad lab seed}, which join the tool's
 * commands as a plug-in.
 *
 * <p>Each seed runs on a thread of its own; within it, the simulation has exactly one task run at a time.
 */
@NullMarked
package mailroad.lab.command;

import org.jspecify.annotations.NullMarked;
