package mailroad.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import mailroad.sasl.ClientStep.Fault;
import mailroad.sasl.ClientStep.Say;

/** The client's side of SCRAM-SHA-256 (RFC 5802 section 5, RFC 7677). */
record ScramClient(String login, String password, Peer server, String nonce) {
  /** A server that asks for more wants to keep us busy. */
  static final int ITERATIONS_MAX = 5_000_000;

  Say first(boolean bound, boolean bindingOffered) {
    Optional<ChannelBinding> binding =
        bound
            ? Arrays.stream(ChannelBinding.values())
                .filter(server.bindings()::containsKey)
                .findFirst()
            : Optional.empty();
    String header = flag(binding, bindingOffered) + ",,";
    String bare = "n=%s,r=%s".formatted(ScramText.encode(PasswordForm.saslPrepared(login)), nonce);
    byte[] data = server.bound(binding);
    return Say.of(header + bare, false, challenge -> second(header, data, bare, challenge));
  }

  /** RFC 5802 section 6: {@code y} tells a server that does offer binding that somebody has hidden that from us. */
  private String flag(Optional<ChannelBinding> binding, boolean bindingOffered) {
    if (binding.isPresent()) {
      return "p=" + binding.get().word();
    }
    return server.bindings().isEmpty() || bindingOffered ? "n" : "y";
  }

  private ClientStep second(String header, byte[] data, String bare, byte[] challenge) {
    String message = ServerSide.utf8(challenge).orElse("");
    String[] attributes = message.split(",", -1);
    if (attributes.length < 3) {
      return new Fault("not a first message of a SCRAM server");
    }
    Optional<String> both =
        ScramText.value(attributes[0], 'r')
            .filter(r -> r.startsWith(nonce) && r.length() > nonce.length());
    Optional<byte[]> salt = ScramText.value(attributes[1], 's').flatMap(ScramText::octets);
    int iterations =
        ScramText.value(attributes[2], 'i')
            .filter(i -> i.matches("[0-9]{1,7}"))
            .map(Integer::parseInt)
            .orElse(0);
    if (both.isEmpty() || salt.isEmpty() || iterations > ITERATIONS_MAX) {
      return new Fault("the SCRAM server's first message is not to be used");
    }
    if (iterations < ScramKeys.ITERATIONS_MIN) {
      return new Fault("the SCRAM server asks for too few iterations: " + iterations);
    }
    byte[] salted = ScramKeys.salted(password, salt.get(), iterations);
    String unproven = "c=%s,r=%s".formatted(ScramText.base64(joined(header, data)), both.get());
    byte[] all = String.join(",", bare, message, unproven).getBytes(UTF_8);
    byte[] clientKey = ScramKeys.clientKey(salted);
    byte[] proof = ScramKeys.xor(clientKey, ScramKeys.hmac(ScramKeys.hash(clientKey), all));
    byte[] signature = ScramKeys.hmac(ScramKeys.serverKey(salted), all);
    return Say.of(
        unproven + ",p=" + ScramText.base64(proof), false, last -> check(signature, last));
  }

  private static byte[] joined(String header, byte[] data) {
    byte[] text = header.getBytes(UTF_8);
    byte[] out = Arrays.copyOf(text, text.length + data.length);
    System.arraycopy(data, 0, out, text.length, data.length);
    return out;
  }

  /** RFC 5802 section 5: who cannot prove that it knows our keys is not the server that we mean. */
  private static ClientStep check(byte[] signature, byte[] challenge) {
    String message = ServerSide.utf8(challenge).orElse("");
    Optional<byte[]> shown = ScramText.value(message, 'v').flatMap(ScramText::octets);
    return shown.isPresent() && MessageDigest.isEqual(shown.get(), signature)
        ? Say.last("")
        : new Fault("the server does not prove that it knows the password");
  }

  @Override
  public String toString() {
    return "ScramClient[" + login + "]";
  }
}
