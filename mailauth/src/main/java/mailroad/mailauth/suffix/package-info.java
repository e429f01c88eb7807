/**
 * Which domains belong to one organisation, by the Public Suffix List (publicsuffix.org, RFC 7489 section 3.2). {@link
 * mailroad.mailauth.suffix.SuffixList} reads the list when it is first asked, and keeps it in one array. Any number of
 * tasks may ask.
 */
@NullMarked
package mailroad.mailauth.suffix;

import org.jspecify.annotations.NullMarked;
