package mailroad.sasl.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody who gives out tokens, octet by octet, so that bad ones can be made as well. */
final class Issuer {
  static final Issuer HERE = new Issuer();

  final KeyPair rsa = pair("RSA");
  final KeyPair ec = pair("EC");
  final KeyPair ed = pair("Ed25519");

  private static KeyPair pair(String kind) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (kind.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else if (kind.equals("RSA")) {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The three public keys, named r, e and d. */
  String jwks() {
    return "{\"keys\":[%s,%s,%s]}".formatted(rsaKey("r"), ecKey("e"), edKey("d"));
  }

  String rsaKey(String id) {
    RSAPublicKey key = (RSAPublicKey) rsa.getPublic();
    return """
    {"kty":"RSA","kid":"%s","use":"sig","n":"%s","e":"%s"}\
    """
        .formatted(
            id, number(key.getModulus(), 256), base64(key.getPublicExponent().toByteArray()));
  }

  String ecKey(String id) {
    ECPublicKey key = (ECPublicKey) ec.getPublic();
    return """
    {"kty":"EC","crv":"P-256","kid":"%s","alg":"ES256","x":"%s","y":"%s"}\
    """
        .formatted(id, number(key.getW().getAffineX(), 32), number(key.getW().getAffineY(), 32));
  }

  String edKey(String id) {
    byte[] encoded = ((EdECPublicKey) ed.getPublic()).getEncoded();
    return """
    {"kty":"OKP","crv":"Ed25519","kid":"%s","key_ops":["verify"],"x":"%s"}\
    """
        .formatted(id, base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
  }

  /** A token whose header and claims are these. */
  String token(String header, String claims) {
    String signed = base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
    return signed + "." + base64(signature(header, signed.getBytes(UTF_8)));
  }

  private byte[] signature(String header, byte[] signed) {
    try {
      if (header.contains("\"HS256\"")) {
        // The old confusion: what everybody may know as a secret that two share.
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(rsa.getPublic().getEncoded(), "HmacSHA256"));
        return mac.doFinal(signed);
      }
      if (header.toUpperCase(Locale.ROOT).contains("\"ES256\"")) {
        return sign("SHA256withECDSAinP1363Format", ec, signed);
      }
      if (header.contains("\"EdDSA\"") || header.contains("\"Ed25519\"")) {
        return sign("Ed25519", ed, signed);
      }
      return header.contains("S256\"") ? sign("SHA256withRSA", rsa, signed) : new byte[0];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sign(String algorithm, KeyPair pair, byte[] signed)
      throws GeneralSecurityException {
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(pair.getPrivate());
    signer.update(signed);
    return signer.sign();
  }

  private static String number(BigInteger number, int octets) {
    byte[] all = number.toByteArray();
    byte[] out = new byte[octets];
    int length = Math.min(all.length, octets);
    System.arraycopy(all, all.length - length, out, octets - length, length);
    return base64(out);
  }

  static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
