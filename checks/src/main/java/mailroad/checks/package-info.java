/** The rules of the house, run as tests: arrows, RFC citations, documents, real clients. */
@NullMarked
package mailroad.checks;

import org.jspecify.annotations.NullMarked;
