/**
 * The way that a message claims to have come. {@link mailroad.guard.path.ReceivedField} reads trace fields (RFC 5321
 * section 4.4) in the forms that servers write them, {@link mailroad.guard.path.Chain} puts them in order, with what is
 * known here on top, and {@link mailroad.guard.path.PathFilter} judges what they claim. Nothing below our own field is
 * more than a claim; what it says is shown as that. Pure but for the question whether one of our own queue ids is known;
 * runs in the task that asks.
 */
@NullMarked
package mailroad.guard.path;

import org.jspecify.annotations.NullMarked;
