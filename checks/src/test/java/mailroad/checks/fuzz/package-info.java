/**
 * Parsers fed with what nobody would send: seeds that are kept ({@code src/test/resources/fuzz}), and what becomes of
 * them when they are damaged. {@link mailroad.checks.fuzz.Fuzzer} does it, a test class for each room says what must
 * hold; {@link mailroad.checks.fuzz.GuidedFuzzTest} gives the same parsers to Jazzer. In a build it takes seconds; {@code -Dmailroad.fuzz.runs} and {@code -Dmailroad.fuzz.seed} make it search for
 * as long as one likes.
 */
@NullMarked
package mailroad.checks.fuzz;

import org.jspecify.annotations.NullMarked;
