package mailroad.mailauth;

import java.util.List;
import mailroad.mailauth.arc.ArcResult;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dmarc.DmarcResult;
import mailroad.mailauth.spf.SpfResult;

/**
 * What vouches for a message (RFC 8601 section 2.7).
 *
 * @param iprev of the client's address
 * @param helo SPF of the name that the client gave
 * @param mail SPF of the reverse-path's domain; of the name that the client gave where the path is empty
 * @param dkim one for each signature, in the order of their fields
 */
public record Authentication(
    Iprev iprev,
    SpfResult helo,
    SpfResult mail,
    List<DkimResult> dkim,
    ArcResult arc,
    DmarcResult dmarc) {
  /** The record's list does not change. */
  public Authentication {
    dkim = List.copyOf(dkim);
  }
}
