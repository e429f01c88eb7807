/**
 * What people read of a message, and where it would lead them: text parts decoded, HTML as it is shown, the links of
 * both, and web addresses as browsers understand them. Total, bounded, one pass; no thread of its own, no I/O but through
 * {@link mailroad.mime.Octets}.
 */
@NullMarked
package mailroad.guard.text;

import org.jspecify.annotations.NullMarked;
