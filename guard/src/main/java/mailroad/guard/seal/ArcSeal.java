package mailroad.guard.seal;

import java.io.IOException;
import java.util.List;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.World;
import mailroad.mailauth.AuthenticationResults;
import mailroad.mailauth.arc.ArcConfig;
import mailroad.mailauth.arc.ArcResult;
import mailroad.mailauth.arc.ArcSealer;
import mailroad.mailauth.dkim.Algorithm;
import mailroad.mailauth.dkim.KeyRing;
import mailroad.mailauth.dkim.SigningConfig;
import mailroad.mailauth.dkim.SigningKey;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.smtp.Envelope;

/**
 * Seals what was found about mail that goes on to others: what an alias leads elsewhere, what is relayed. Who gets it
 * then can know how it came here, though it comes from us (RFC 8617 section 5.1). Without an RSA key nothing is sealed.
 */
public final class ArcSeal {
  private final World world;
  private final KeyRing keys;
  private final ArcSealer sealer;
  private final Domain domain;
  private final Elsewhere elsewhere;

  /** Knows who is not here. */
  @FunctionalInterface
  public interface Elsewhere {
    /** Whether mail for a recipient, or some of it, leaves this server. */
    boolean leads(EmailAddress recipient);
  }

  /** Seals with the keys of the configured domain, or of this server's name. */
  public ArcSeal(World world, KeyRing keys, ArcConfig config, SigningConfig signing, Home home) {
    this.world = world;
    this.keys = keys;
    this.sealer = new ArcSealer(signing.fields());
    this.domain = config.domain().isEmpty() ? home.hostname() : new Domain(config.domain());
    this.elsewhere = home.elsewhere();
  }

  /** Where it is sealed. */
  public record Home(Domain hostname, Elsewhere elsewhere) {}

  /**
   * The fields to be put in front, each whole and with its CRLF; none where the message stays here.
   *
   * @throws IOException if the message cannot be read back
   */
  public List<String> seal(
      Octets message, Envelope envelope, ArcResult.Code chain, AuthenticationResults found)
      throws IOException {
    boolean leaves =
        envelope.recipients().stream().anyMatch(recipient -> elsewhere.leads(recipient.address()));
    List<SigningKey> signing =
        leaves
            ? keys.signing(domain).stream()
                .filter(key -> key.algorithm() == Algorithm.RSA_SHA256)
                .toList()
            : List.of();
    if (signing.isEmpty()) {
      return List.of();
    }
    Header header = Header.read(message, 0, message.size(), MimeLimits.DEFAULT);
    return header.cut()
        ? List.of()
        : sealer.seal(
            new ArcSealer.Sealed(message, header, chain, found.value()),
            signing.getFirst(),
            world.now());
  }
}
