package mailroad.guard.quarantine;

import java.time.Instant;

/**
 * What was done about a message that is kept.
 *
 * @param act such as {@code released to anna@example.org}
 * @param by who did it
 */
public record Deed(Instant at, String act, String by) {}
