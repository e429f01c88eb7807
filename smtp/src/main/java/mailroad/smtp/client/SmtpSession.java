package mailroad.smtp.client;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailroad.smtp.Envelope;
import mailroad.smtp.Recipient;

/** An open session: carries transactions one after another. Used by one task. */
public interface SmtpSession extends Closeable {
  /** What the other side offers. */
  Extensions extensions();

  /** The TLS in use, such as {@code TLSv1.3 TLS_AES_256_GCM_SHA384}, with {@code , resumed} where it was. */
  Optional<String> tls();

  /**
   * Sends one message, passing on what the other side offers to take (SIZE, BODY, SMTPUTF8, DSN) and
   * PIPELINING where offered; converting content that the other side could not take, if that was wanted. Blocks until each recipient's outcome is known.
   *
   * <p>A recipient beyond what one transaction takes is {@link Outcome.Postponed}: the caller sends it in
   * a further transaction of this session.
   *
   * @return one outcome for each recipient of the envelope, in its order
   * @throws IOException if the content cannot be read; the session is closed then
   */
  List<Delivery> send(Envelope envelope, Content content) throws IOException, InterruptedException;

  /**
   * Asks whether mail for a recipient would be taken: MAIL from {@code <>}, as a notice comes, and RCPT. Sends
   * nothing; another transaction may follow. Blocks.
   */
  Inquiry ask(Recipient recipient) throws InterruptedException;

  /** Whether another transaction can follow: the session is alive, and the other side takes more (RFC 9422). */
  boolean usable();

  /**
   * What was said so far, in lines that start with {@code C: } or {@code S: }. Passwords are masked,
   * content is summed up, and the length is bounded.
   */
  List<String> dialogue();

  /** Says QUIT, waits a moment for the answer, which is not needed (RFC 5321 section 4.1.1.10), and closes. */
  void quit() throws InterruptedException;

  /** Closes the connection without a word. */
  @Override
  void close();
}
