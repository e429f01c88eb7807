package mailroad.guard.seal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.World;
import mailroad.mailauth.dkim.DkimSigner;
import mailroad.mailauth.dkim.KeyRing;
import mailroad.mailauth.dkim.SigningConfig;
import mailroad.mailauth.dkim.SigningKey;
import mailroad.mime.Address;
import mailroad.mime.Addresses;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mta.gate.Seal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs mail that begins its way here with the keys of its From domain, where there are any, so that its signatures are
 * aligned (RFC 7489 section 3.1.1). What cannot be signed for trouble of the machine goes unsigned, and the log says so.
 */
public final class DkimSeal implements Seal {
  private static final Logger LOG = LoggerFactory.getLogger(DkimSeal.class);

  private final World world;
  private final KeyRing keys;
  private final SigningConfig config;
  private final DkimSigner signer;

  /** Signs with these keys. */
  public DkimSeal(World world, KeyRing keys, SigningConfig config) {
    this.world = world;
    this.keys = keys;
    this.config = config;
    this.signer = new DkimSigner(config);
  }

  /** The seal that the configuration wants. */
  public static Seal of(World world, KeyRing keys, SigningConfig config) {
    return config.enabled() ? new DkimSeal(world, keys, config) : Seal.NONE;
  }

  @Override
  public List<String> seal(Octets message, Header excerpt) {
    try {
      Header header = Header.read(message, 0, message.size(), MimeLimits.DEFAULT);
      List<SigningKey> signing = from(header).map(keys::signing).orElse(List.of());
      return header.cut() ? List.of() : signer.sign(message, header, signing, world.now());
    } catch (IOException e) {
      LOG.error("event=not-signed", e);
      return List.of();
    }
  }

  /** What bears a signature already stays as it is, so that that one holds. */
  @Override
  public boolean wantsSevenBit(Header header) {
    return config.sevenBit()
        && !header.cut()
        && header.count("DKIM-Signature") == 0
        && !from(header).map(keys::signing).orElse(List.of()).isEmpty();
  }

  /** The domain of the only From field; of its first address, where it has several. */
  static Optional<Domain> from(Header header) {
    if (header.count("From") != 1) {
      return Optional.empty();
    }
    for (Address address : Addresses.parse(header.value("From").orElse(""), MimeLimits.DEFAULT)) {
      if (address instanceof Address.Mailbox mailbox) {
        return Domain.parse(mailbox.domain()).filter(domain -> !domain.isLiteral());
      }
    }
    return Optional.empty();
  }
}
