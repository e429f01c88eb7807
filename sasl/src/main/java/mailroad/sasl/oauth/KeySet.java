package mailroad.sasl.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.PublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys with which an issuer signs, as a JSON Web Key Set says them (RFC 7517 section 5). Each is good for one algorithm
 * and no other (RFC 8725 section 3.1), so that what a token's header says about itself decides nothing.
 *
 * @param keys those that can verify a signature here
 * @param passedOver what else the set has, and why it is of no use; a key of a kind that is not known is none of the reader's
 *     business (RFC 7517 section 5)
 */
public record KeySet(List<VerificationKey> keys, List<String> passedOver) {
  private static final int KEYS_MAX = 64;

  /** RFC 7518 section 3.3: no less. */
  private static final int RSA_BITS_MIN = 2048;

  private static final int RSA_BITS_MAX = 8192;

  /** The record's lists do not change. */
  public KeySet {
    keys = List.copyOf(keys);
    passedOver = List.copyOf(passedOver);
  }

  /**
   * Reads a set.
   *
   * @throws ParseException if it is none, has too many keys, or none that is of use
   */
  public static KeySet parse(String json) throws ParseException {
    List<JWK> all = read(json);
    if (all.size() > KEYS_MAX) {
      throw new ParseException("more than %d keys".formatted(KEYS_MAX), 0);
    }
    List<VerificationKey> keys = new ArrayList<>();
    List<String> passedOver = new ArrayList<>();
    for (JWK key : all) {
      try {
        keys.add(usable(key));
      } catch (JOSEException e) {
        passedOver.add("%s: %s".formatted(key.getKeyID(), e.getMessage()));
      }
    }
    if (keys.isEmpty()) {
      throw new ParseException("no key that can verify a signature: " + passedOver, 0);
    }
    return new KeySet(keys, passedOver);
  }

  private static List<JWK> read(String json) throws ParseException {
    try {
      return JWKSet.parse(json).getKeys();
    } catch (IllegalArgumentException e) { // the library's word for some keys that are none
      ParseException none = new ParseException(String.valueOf(e.getMessage()), 0);
      none.initCause(e);
      throw none;
    }
  }

  private static VerificationKey usable(JWK key) throws JOSEException {
    if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
      throw new JOSEException("its use is " + key.getKeyUse());
    }
    if (key.getKeyOperations() != null && !key.getKeyOperations().contains(KeyOperation.VERIFY)) {
      throw new JOSEException("its key_ops are without verify");
    }
    SigningAlgorithm algorithm = algorithm(key);
    if (key.getAlgorithm() != null && !algorithm.isCalled(key.getAlgorithm().getName())) {
      throw new JOSEException("its algorithm is " + key.getAlgorithm());
    }
    return new VerificationKey(Optional.ofNullable(key.getKeyID()), algorithm, publicKey(key));
  }

  private static SigningAlgorithm algorithm(JWK key) throws JOSEException {
    if (key instanceof RSAKey rsa) {
      if (rsa.size() < RSA_BITS_MIN || rsa.size() > RSA_BITS_MAX) {
        throw new JOSEException("RSA of %d bits".formatted(rsa.size()));
      }
      return SigningAlgorithm.RS256;
    }
    if (key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256)) {
      return SigningAlgorithm.ES256;
    }
    if (key instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519)) {
      return SigningAlgorithm.ED25519;
    }
    throw new JOSEException("its kind is not known here: " + key.getKeyType());
  }

  private static PublicKey publicKey(JWK key) throws JOSEException {
    return switch (key) {
      case RSAKey rsa -> rsa.toRSAPublicKey();
      case ECKey ec -> ec.toECPublicKey();
      case OctetKeyPair pair -> SigningAlgorithm.ed25519(pair.getDecodedX());
      default -> throw new JOSEException("its kind is not known here: " + key.getKeyType());
    };
  }

  /** Those that may have made a signature: of that name, where the token names one; of that algorithm in any case. */
  List<VerificationKey> candidates(Optional<String> id, String algorithm) {
    return keys.stream()
        .filter(key -> key.algorithm().isCalled(algorithm))
        .filter(key -> id.isEmpty() || key.id().equals(id))
        .toList();
  }
}
