package mailroad.sasl.oauth;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Whether and how the issuer is asked about tokens (RFC 7662).
 *
 * @param endpoint HTTPS URL that is asked, such as {@code https://id.example.org/introspect}; empty asks nobody
 * @param clientId what this server is called there
 * @param clientSecretFile file with the secret that proves it, which only its owner may read; relative to the
 *     configuration file, and read anew at each question
 * @param audienceNeeded whether an answer must name {@code oauth.audience} among those whom the token is for; otherwise
 *     one that names nobody will do
 * @param timeout how long an answer may take
 * @param answerOctetsMax largest answer that is read
 * @param holdsFor how long a token that holds is believed without asking again, but never beyond its end
 * @param failsFor how long a token that does not hold is refused without asking again
 * @param tokensRememberedMax most tokens of which that is known
 * @param questionsMax most questions at once; further logins by token are told to come later
 * @param restAfterFailure how long nobody asks after there was no answer
 */
public record IntrospectionConfig(
    String endpoint,
    String clientId,
    String clientSecretFile,
    boolean audienceNeeded,
    Duration timeout,
    int answerOctetsMax,
    Duration holdsFor,
    Duration failsFor,
    int tokensRememberedMax,
    int questionsMax,
    Duration restAfterFailure) {
  private static final Pattern URL =
      Pattern.compile("https://[A-Za-z0-9._-]+(?::\\d{1,5})?(?:/[!-\"$-~]*)?");

  /** Nobody is asked. */
  public static final IntrospectionConfig DEFAULT =
      new IntrospectionConfig(
          "",
          "",
          "",
          true,
          Duration.ofSeconds(5),
          65_536,
          Duration.ofMinutes(1),
          Duration.ofSeconds(30),
          10_000,
          16,
          Duration.ofSeconds(5));

  /** RFC 7662 section 2.1: whoever asks must prove who it is. */
  public IntrospectionConfig {
    require(
        endpoint.isEmpty() || URL.matcher(endpoint).matches(),
        "endpoint must be an https URL without a fragment, or empty");
    require(
        endpoint.isEmpty() == clientId.isEmpty()
            && endpoint.isEmpty() == clientSecretFile.isEmpty(),
        "endpoint, client-id and client-secret-file go together: give all or none");
    require(timeout.isPositive(), "timeout must be longer than zero");
    require(timeout.compareTo(Duration.ofMinutes(1)) <= 0, "timeout must be at most 1m");
    require(
        answerOctetsMax >= 1_024 && answerOctetsMax <= 1_048_576,
        "answer-octets-max must be from 1024 to 1048576");
    require(!holdsFor.isNegative(), "holds-for must not be negative");
    require(holdsFor.compareTo(Duration.ofHours(1)) <= 0, "holds-for must be at most 1h");
    require(!failsFor.isNegative(), "fails-for must not be negative");
    require(failsFor.compareTo(Duration.ofHours(1)) <= 0, "fails-for must be at most 1h");
    require(tokensRememberedMax >= 1, "tokens-remembered-max must be at least 1");
    require(questionsMax >= 1, "questions-max must be at least 1");
    require(!restAfterFailure.isNegative(), "rest-after-failure must not be negative");
  }

  /** Whether anybody is asked. */
  public boolean isOn() {
    return !endpoint.isEmpty();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
