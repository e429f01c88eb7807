/**
 * From evidence to a verdict: what filters are asked and answer, and the policy that decides by it. The decision is a
 * pure function, and its reasons are the tree that {@code trace} shows.
 */
@NullMarked
package mailroad.guard.verdict;

import org.jspecify.annotations.NullMarked;
