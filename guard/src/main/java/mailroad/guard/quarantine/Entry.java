package mailroad.guard.quarantine;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.verdict.Suspect.Direction;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.smtp.MailParameters;
import mailroad.store.BlobId;

/**
 * A message that is kept: all that its recipients share.
 *
 * @param id as it was taken
 * @param parameters what was said at MAIL, as far as it still matters when the message goes on
 * @param expires when it is dropped
 * @param deeds what was done about it, the first first
 */
public record Entry(
    QueueId id,
    Cause cause,
    Origin origin,
    MailParameters parameters,
    Content content,
    Finding finding,
    Instant since,
    Instant expires,
    List<Deed> deeds) {
  /** The record's list does not change. */
  public Entry {
    deeds = List.copyOf(deeds);
  }

  /**
   * Where it came from.
   *
   * @param client empty for what was handed in on this machine
   * @param login who had logged in
   */
  public record Origin(
      ReversePath sender,
      Direction direction,
      Optional<InetSocketAddress> client,
      String helo,
      Optional<EmailAddress> login) {}

  /**
   * What it is.
   *
   * @param octets of the blob
   * @param author the From field, decoded and shortened
   * @param subject the same
   */
  public record Content(
      BlobId blob, long octets, String author, String subject, String messageIdField) {}

  /**
   * Why it is kept.
   *
   * @param verdict a few words
   * @param why the evidence
   * @param authentication what SPF, DKIM, DMARC and ARC said, a line each
   */
  public record Finding(String verdict, Why why, List<String> authentication) {
    /** The record's list does not change. */
    public Finding {
      authentication = List.copyOf(authentication);
    }
  }

  /** The same with one deed more; where there are too many, the first stays, and of the others the latest. */
  Entry with(Deed deed, int deedsMax) {
    List<Deed> all = new ArrayList<>(deeds);
    all.add(deed);
    while (all.size() > deedsMax) {
      all.remove(1);
    }
    return new Entry(id, cause, origin, parameters, content, finding, since, expires, all);
  }
}
