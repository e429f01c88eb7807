package mailroad.guard.deceit;

import java.util.stream.DoubleStream;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.Why;

/**
 * How much each finding about names and links weighs.
 *
 * @param linkTextPoses a link shows a protected domain and leads elsewhere
 * @param linkTextDiffers a link shows an address and leads to another site, as the counting links of newsletters do
 * @param linkLookalike a link leads to a domain that looks like a protected one
 * @param linkSimilar a link leads to a domain that is similar to a protected one
 * @param linkMixedScript a link leads to a name that mixes writing systems
 * @param linkAddress a link leads to an address instead of a name
 * @param linkAddressDisguised a link leads to an address that is written so as not to look like one
 * @param linkUser a link has something before an @ that looks like where it leads
 * @param linkRedirected a link leads to its site by way of another
 * @param linkShortened a link is shortened, so that it says nothing of where it leads
 * @param linkPort a link names an unusual port
 * @param linkScript a link is a script or a page of its own
 * @param linkProgram a link loads a program
 * @param asksPassword a form in the message asks for a password
 * @param form the message has a form
 * @param hiddenText most of the text is hidden from who reads it
 * @param hiddenCharacters a name or the subject has characters that hide or turn it
 * @param fromLookalike the sender's domain looks like a protected one
 * @param fromSimilar the sender's domain is similar to a protected one
 * @param fromNameAddress the sender's name is another address than its own
 * @param fromNameOurs the sender bears the name of somebody here and writes from elsewhere
 * @param fromNameProtected the sender bears a protected name and writes from elsewhere
 * @param fromOurDomain the sender says to be of here, comes from elsewhere, and nothing vouches for it
 * @param fromSeveral there is more than one From field, or none
 * @param replyElsewhere answers go to another site than the sender's
 * @param replyFreemail answers go to an address that anybody may have, not to the sender's site
 */
public record DeceitScores(
    double linkTextPoses,
    double linkTextDiffers,
    double linkLookalike,
    double linkSimilar,
    double linkMixedScript,
    double linkAddress,
    double linkAddressDisguised,
    double linkUser,
    double linkRedirected,
    double linkShortened,
    double linkPort,
    double linkScript,
    double linkProgram,
    double asksPassword,
    double form,
    double hiddenText,
    double hiddenCharacters,
    double fromLookalike,
    double fromSimilar,
    double fromNameAddress,
    double fromNameOurs,
    double fromNameProtected,
    double fromOurDomain,
    double fromSeveral,
    double replyElsewhere,
    double replyFreemail) {
  /** As built in: one alone makes nothing junk. */
  public static final DeceitScores DEFAULT =
      new DeceitScores(
          3.0, 0.6, 2.5, 0.8, 1.5, 1.2, 2.5, 1.5, 0.5, 0.4, 0.4, 2.0, 1.5, 2.5, 0.6, 0.8, 1.0, 3.0,
          1.0, 1.5, 1.0, 3.5, 1.5, 1.0, 0.2, 1.2);

  /** All are numbers. */
  public DeceitScores {
    if (!DoubleStream.of(
            linkTextPoses,
            linkTextDiffers,
            linkLookalike,
            linkSimilar,
            linkMixedScript,
            linkAddress,
            linkAddressDisguised,
            linkUser,
            linkRedirected,
            linkShortened,
            linkPort,
            linkScript,
            linkProgram,
            asksPassword,
            form,
            hiddenText,
            hiddenCharacters,
            fromLookalike,
            fromSimilar,
            fromNameAddress,
            fromNameOurs,
            fromNameProtected,
            fromOurDomain,
            fromSeveral,
            replyElsewhere,
            replyFreemail)
        .allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("scores must be numbers");
    }
  }

  double of(DeceitFinding finding) {
    return switch (finding) {
      case LINK_TEXT_POSES -> linkTextPoses;
      case LINK_TEXT_DIFFERS -> linkTextDiffers;
      case LINK_LOOKALIKE -> linkLookalike;
      case LINK_SIMILAR -> linkSimilar;
      case LINK_MIXED_SCRIPT -> linkMixedScript;
      case LINK_ADDRESS -> linkAddress;
      case LINK_ADDRESS_DISGUISED -> linkAddressDisguised;
      case LINK_USER -> linkUser;
      case LINK_REDIRECTED -> linkRedirected;
      case LINK_SHORTENED -> linkShortened;
      case LINK_PORT -> linkPort;
      case LINK_SCRIPT -> linkScript;
      case LINK_PROGRAM -> linkProgram;
      case ASKS_PASSWORD -> asksPassword;
      case FORM -> form;
      case HIDDEN_TEXT -> hiddenText;
      case HIDDEN_CHARACTERS -> hiddenCharacters;
      case FROM_LOOKALIKE -> fromLookalike;
      case FROM_SIMILAR -> fromSimilar;
      case FROM_NAME_ADDRESS -> fromNameAddress;
      case FROM_NAME_OURS -> fromNameOurs;
      case FROM_NAME_PROTECTED -> fromNameProtected;
      case FROM_OUR_DOMAIN -> fromOurDomain;
      case FROM_SEVERAL -> fromSeveral;
      case REPLY_ELSEWHERE -> replyElsewhere;
      case REPLY_FREEMAIL -> replyFreemail;
    };
  }

  Evidence evidence(DeceitFinding finding, Why why) {
    return new Evidence(finding.label(), of(finding), why);
  }
}
