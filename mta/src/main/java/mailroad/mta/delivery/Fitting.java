package mailroad.mta.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import mailroad.kernel.Reply;
import mailroad.mime.MimeLimits;
import mailroad.mime.SevenBit;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.client.Content;
import mailroad.smtp.client.Delivery;
import mailroad.smtp.client.Outcome;
import mailroad.smtp.client.SmtpSession;

/**
 * Sends messages in a form that the host can take: where it offers no 8BITMIME or BINARYMIME, bodies get a transfer
 * encoding on the way (RFC 6152 section 3, RFC 3030 section 4). What cannot be coded is not sent there. The message in
 * the store stays as it came.
 */
final class Fitting {
  private Fitting() {}

  /** Content made for one hop. */
  private record Coded(SevenBit message) implements Content {
    @Override
    public long octets() {
      return message.size();
    }

    @Override
    public InputStream open() {
      return message.open();
    }

    @Override
    public String note() {
      return message.breaksSignature()
          ? "made 7-bit, by which its DKIM signature holds no more"
          : "made 7-bit";
    }
  }

  /**
   * Sends a message; as {@link SmtpSession#send}.
   *
   * @throws IOException if the content cannot be read
   */
  static List<Delivery> send(SmtpSession session, Envelope envelope, BlobContent content)
      throws IOException, InterruptedException {
    Body body = envelope.parameters().body();
    // RFC 6531 section 3.6: header fields in UTF-8 have no other form; the session refuses them.
    if (session.extensions().takes(body) || envelope.parameters().utf8()) {
      return session.send(envelope, content);
    }
    return switch (SevenBit.of(content, MimeLimits.DEFAULT)) {
      case SevenBit.Result.Done(var coded) ->
          session.send(
              new Envelope(
                  envelope.sender(),
                  envelope.parameters().with(Body.SEVEN_BIT),
                  envelope.recipients()),
              new Coded(coded));
      case SevenBit.Result.Impossible(var why) -> unsendable(envelope, body, why);
    };
  }

  private static List<Delivery> unsendable(Envelope envelope, Body body, String why) {
    Reply reply =
        new Reply(
            554,
            body == Body.BINARY ? "5.6.1" : "5.6.3",
            "The next hop does not offer %s, and the message cannot be converted: %s"
                .formatted(body.keyword(), why));
    Outcome unsendable = new Outcome.Unsendable(reply);
    return envelope.recipients().stream().map(r -> new Delivery(r, unsendable)).toList();
  }
}
