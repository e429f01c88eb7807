/**
 * JMH benches of the parsers through which all mail goes. Each reads inputs as they come in daily work, not the worst
 * ones: those are for the fuzz tests. One thread runs each; {@code bench/parsers} builds and starts them.
 */
@NullMarked
package mailroad.bench;

import org.jspecify.annotations.NullMarked;
