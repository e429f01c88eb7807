/** What SPF, DKIM, DMARC and ARC found, as evidence: what a domain asks for is done, and the rest is weighed. */
@NullMarked
package mailroad.guard.vouching;

import org.jspecify.annotations.NullMarked;
