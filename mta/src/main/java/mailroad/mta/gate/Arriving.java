package mailroad.mta.gate;

import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import mailroad.smtp.Envelope;
import mailroad.smtp.server.Client;

/**
 * A message that is whole, and not taken yet.
 *
 * @param id it will have
 * @param client who sends it; empty for what is handed in on this machine
 * @param source the same, as the journey shows it
 * @param envelope as rewritten
 * @param content our own Received field, and behind it the octets as they came
 * @param received where the octets as they came begin
 * @param header the header section as it came
 * @param now when it was whole
 */
public record Arriving(
    QueueId id,
    Optional<Client> client,
    Event.Source source,
    Envelope envelope,
    Octets content,
    long received,
    Header header,
    Instant now) {}
