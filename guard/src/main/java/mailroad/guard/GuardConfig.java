package mailroad.guard;

import java.util.List;
import mailroad.guard.content.ContentConfig;
import mailroad.guard.deceit.DeceitConfig;
import mailroad.guard.door.DoorConfig;
import mailroad.guard.filter.FiltersConfig;
import mailroad.guard.learn.ClassifierConfig;
import mailroad.guard.lists.ListsConfig;
import mailroad.guard.path.PathConfig;
import mailroad.guard.quarantine.QuarantineConfig;
import mailroad.guard.report.DmarcReportConfig;
import mailroad.guard.report.received.ReceivedConfig;
import mailroad.guard.verdict.PolicyConfig;
import mailroad.guard.vouching.VouchingConfig;
import mailroad.kernel.AddressRange;

/**
 * What is let in, and what becomes of it.
 *
 * @param enabled whether mail is looked at, before it is taken
 * @param trustedNetworks whose mail counts as submitted here: addresses and networks; relay networks and who has logged in
 *     count so anyway
 * @param recipientsMax for how many recipients of a message filters are asked one by one; what they know of others does not
 *     count
 * @param sayVerdict whether a header field {@code Mailroad-Verdict} says what was found
 * @param door how connections are looked at
 * @param policy what is done at which score
 * @param vouching how much weighs what SPF, DKIM and DMARC say
 * @param filters programs outside this server that look at messages
 * @param content what files may come in
 * @param deceit how names are looked at that pose as others
 * @param path how the way is judged that a message claims to have come
 * @param classifier how messages are learned and judged by what was learned
 * @param quarantine how mail is kept that is let neither in nor back
 * @param lists how mail from lists is spared
 * @param dmarcReports what domains are told of mail in their name
 * @param dmarcReceived what others tell our domains of it
 */
public record GuardConfig(
    boolean enabled,
    List<String> trustedNetworks,
    int recipientsMax,
    boolean sayVerdict,
    DoorConfig door,
    PolicyConfig policy,
    VouchingConfig vouching,
    FiltersConfig filters,
    ContentConfig content,
    DeceitConfig deceit,
    PathConfig path,
    ClassifierConfig classifier,
    QuarantineConfig quarantine,
    ListsConfig lists,
    DmarcReportConfig dmarcReports,
    ReceivedConfig dmarcReceived) {
  /** Looks at all that comes from elsewhere. */
  public static final GuardConfig DEFAULT =
      new GuardConfig(
          true,
          List.of("127.0.0.0/8", "::1"),
          20,
          true,
          DoorConfig.DEFAULT,
          PolicyConfig.DEFAULT,
          VouchingConfig.DEFAULT,
          FiltersConfig.DEFAULT,
          ContentConfig.DEFAULT,
          DeceitConfig.DEFAULT,
          PathConfig.DEFAULT,
          ClassifierConfig.DEFAULT,
          QuarantineConfig.DEFAULT,
          ListsConfig.DEFAULT,
          DmarcReportConfig.DEFAULT,
          ReceivedConfig.DEFAULT);

  /** The same with another policy. */
  public GuardConfig with(PolicyConfig other) {
    return new GuardConfig(
        enabled,
        trustedNetworks,
        recipientsMax,
        sayVerdict,
        door,
        other,
        vouching,
        filters,
        content,
        deceit,
        path,
        classifier,
        quarantine,
        lists,
        dmarcReports,
        dmarcReceived);
  }

  /** Checks the bounds. */
  public GuardConfig {
    AddressRange.all("trusted-networks", trustedNetworks);
    if (recipientsMax < 0 || recipientsMax > 1000) {
      throw new IllegalArgumentException("recipients-max must be from 0 to 1000");
    }
    trustedNetworks = List.copyOf(trustedNetworks);
  }
}
