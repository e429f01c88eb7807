package mailroad.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * The server's side of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802 section 5, RFC 7677): the client names itself, gets
 * salt and iterations, sends its proof, and is shown the server's.
 */
record ScramServer(Mechanism mechanism, Peer peer, String nonce, boolean bindingOffered) {

  /** The client's first message. */
  Step first(byte[] octets) {
    Optional<String> message = ServerSide.utf8(octets);
    Optional<Gs2Header> header = message.flatMap(Gs2Header::parse);
    if (header.isEmpty()) {
      return new Step.Malformed("not a first message of SCRAM");
    }
    Optional<String> fault = fault(header.get());
    if (fault.isPresent()) {
      return new Step.Malformed(fault.get());
    }
    return named(header.get(), message.get().substring(header.get().text().length()));
  }

  /** RFC 5802 section 6: what the client says of channel binding must fit what is on offer. */
  private Optional<String> fault(Gs2Header header) {
    if (mechanism.isBound()) {
      return header.binding().filter(peer.bindings()::containsKey).isPresent()
          ? Optional.empty()
          : Optional.of("this channel binding is not known here");
    }
    if (header.flag().startsWith("p=")) {
      return Optional.of("channel binding needs SCRAM-SHA-256-PLUS");
    }
    // "y" says: I could bind, and you did not offer it. If we did, somebody between us took it
    // away.
    return header.flag().equals("y") && bindingOffered
        ? Optional.of("channel binding was on offer")
        : Optional.empty();
  }

  private Step named(Gs2Header header, String bare) {
    // "m=", an extension that must be understood, is one that nobody has made.
    String[] attributes = bare.split(",", -1);
    Optional<String> name = ScramText.value(attributes[0], 'n').flatMap(ScramText::decode);
    Optional<String> clientNonce =
        attributes.length < 2 ? Optional.empty() : ScramText.value(attributes[1], 'r');
    if (name.isEmpty() || clientNonce.filter(ScramText::isNonce).isEmpty()) {
      return new Step.Malformed("SCRAM needs a name and a nonce");
    }
    String login = PasswordForm.saslPrepared(name.get());
    if (!ServerSide.actsForItself(header.actAs().orElse(""), name.get())) {
      return new Step.Refused(login);
    }
    String both = clientNonce.get() + nonce;
    return new Step.FindKeys(login, keys -> offer(new Talk(header, bare, both, keys)));
  }

  /** What both sides know after the client's first message. */
  private record Talk(Gs2Header header, String clientFirst, String nonce, ScramKeys keys) {
    String serverFirst() {
      return "r=%s,s=%s,i=%d".formatted(nonce, ScramText.base64(keys.salt()), keys.iterations());
    }
  }

  private Step offer(Talk talk) {
    return Step.Ask.of(talk.serverFirst(), octets -> proof(talk, octets));
  }

  /** The client's final message. */
  private Step proof(Talk talk, byte[] octets) {
    String message = ServerSide.utf8(octets).orElse("");
    int end = message.lastIndexOf(",p=");
    String[] attributes = message.substring(0, Math.max(0, end)).split(",", -1);
    if (end < 0 || attributes.length < 2) {
      return new Step.Malformed("not a final message of SCRAM");
    }
    Optional<byte[]> bound =
        ScramText.value(attributes[0], 'c')
            .flatMap(ScramText::octets)
            .filter(o -> isBound(talk, o));
    Optional<byte[]> proof = ScramText.octets(message.substring(end + 3));
    boolean same = attributes[1].equals("r=" + talk.nonce());
    if (bound.isEmpty() || proof.isEmpty() || !same) {
      return new Step.Malformed("the final message does not belong to the first");
    }
    byte[] all =
        String.join(",", talk.clientFirst(), talk.serverFirst(), message.substring(0, end))
            .getBytes(UTF_8);
    String signature = "v=" + ScramText.base64(talk.keys().signature(all));
    return new Step.Proof(
        talk.keys().isProven(all, proof.get()), Step.Ask.of(signature, ScramServer::done));
  }

  /** RFC 5802 section 7: the header again and, where the channel is bound, what it is known by. */
  private boolean isBound(Talk talk, byte[] said) {
    byte[] header = talk.header().text().getBytes(UTF_8);
    byte[] data = peer.bound(talk.header().binding().filter(_ -> mechanism.isBound()));
    byte[] expected = Arrays.copyOf(header, header.length + data.length);
    System.arraycopy(data, 0, expected, header.length, data.length);
    return MessageDigest.isEqual(expected, said);
  }

  /** The client has nothing more to say. */
  private static Step done(byte[] octets) {
    return octets.length == 0
        ? new Step.Done()
        : new Step.Malformed("nothing was to be said any more");
  }

  @Override
  public String toString() {
    return mechanism.word();
  }
}
