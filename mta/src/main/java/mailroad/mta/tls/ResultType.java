package mailroad.mta.tls;

import java.util.Arrays;
import java.util.Optional;
import mailroad.wire.TlsFault;

/** Kinds of failure that domains are told of (RFC 8460 section 4.3). */
public enum ResultType {
  /** The host does not offer TLS, or takes its offer back. */
  STARTTLS_NOT_SUPPORTED("starttls-not-supported"),
  /** The certificate is for another name. */
  CERTIFICATE_HOST_MISMATCH("certificate-host-mismatch"),
  /** The certificate's time is over. */
  CERTIFICATE_EXPIRED("certificate-expired"),
  /** Nobody who is believed vouches for the certificate. */
  CERTIFICATE_NOT_TRUSTED("certificate-not-trusted"),
  /** Whatever fits nowhere else; the reason says more. */
  VALIDATION_FAILURE("validation-failure"),
  /** None of the TLSA records can be used. */
  TLSA_INVALID("tlsa-invalid"),
  /** DNSSEC: no answer that can be believed. */
  DNSSEC_INVALID("dnssec-invalid"),
  /** We demand DANE, and it is not there. */
  DANE_REQUIRED("dane-required"),
  /** The MTA-STS policy cannot be fetched. */
  STS_POLICY_FETCH_ERROR("sts-policy-fetch-error"),
  /** What was fetched is no MTA-STS policy. */
  STS_POLICY_INVALID("sts-policy-invalid"),
  /** The server of the MTA-STS policy cannot prove its name. */
  STS_WEBPKI_INVALID("sts-webpki-invalid");

  private final String word;

  ResultType(String word) {
    this.word = word;
  }

  /** As reports have it. */
  public String word() {
    return word;
  }

  /** The kind that reports call so. */
  public static Optional<ResultType> named(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }

  /** What a failed handshake is told as. */
  public static ResultType of(TlsFault fault) {
    return switch (fault) {
      case NAME -> CERTIFICATE_HOST_MISMATCH;
      case EXPIRED -> CERTIFICATE_EXPIRED;
      case UNTRUSTED -> CERTIFICATE_NOT_TRUSTED;
      case MISMATCH, OTHER -> VALIDATION_FAILURE;
    };
  }
}
