/** The rules of the house, run as tests. */
@NullMarked
package mailroad.checks;

import org.jspecify.annotations.NullMarked;
