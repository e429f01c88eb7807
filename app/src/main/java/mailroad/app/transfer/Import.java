package mailroad.app.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Arguments;
import mailroad.app.admin.Channel;
import mailroad.mailbox.SpecialUse;
import mailroad.transfer.Label;
import mailroad.transfer.Source;
import mailroad.transfer.Taker;

/**
 * Carries a source's messages into an account, over the conversation {@code import}. What is in hand is committed every
 * hundred messages or eight megabytes: a run that breaks can be repeated, and nothing comes twice. Used by one task.
 */
public final class Import implements Taker {
  private static final int COMMITTED_AT_ONCE = 100;
  private static final long COMMITTED_OCTETS = 8 << 20;
  private static final int PROBLEMS_SHOWN = 20;

  private final Channel channel;
  private final boolean dryRun;
  private final Progress progress;
  private final Map<String, String> mailboxes =
      new HashMap<>(); // as the source calls them, and the server
  private final List<String> problems = new ArrayList<>();
  private long problemsInAll;
  private long messages;
  private long octets;
  private long known;
  private int waiting;
  private long waitingOctets;

  private Import(Channel channel, boolean dryRun, Progress progress) {
    this.channel = channel;
    this.dryRun = dryRun;
    this.progress = progress;
  }

  /**
   * Carries all that a source has.
   *
   * @param dryRun whether nothing is to be stored
   * @throws IOException if source or server cannot go on; what was committed stays
   */
  public static Report run(Source source, Channel channel, boolean dryRun, Progress progress)
      throws IOException, InterruptedException, AdminException {
    Import running = new Import(channel, dryRun, progress);
    try {
      channel.receive();
      progress.expect(source.amount());
      source.read(running);
      running.commit();
      channel.send(Map.of("end", true));
      channel.receive();
    } catch (Refused e) {
      throw e.refusal;
    } finally {
      progress.end();
    }
    return new Report(
        running.messages, running.octets, running.known, running.problems, running.problemsInAll);
  }

  /** The server's refusal, through the source that called us. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1;
    private final AdminException refusal;

    Refused(AdminException refusal) {
      super(refusal);
      this.refusal = refusal;
    }
  }

  private Arguments ask(Map<String, ?> line) throws IOException {
    channel.send(line);
    try {
      return new Arguments(channel.receive());
    } catch (AdminException e) {
      throw new Refused(e);
    }
  }

  @Override
  public Set<String> known(List<String> marks) throws IOException {
    return marks.isEmpty() ? Set.of() : new HashSet<>(ask(Map.of("marks", marks)).texts("known"));
  }

  @Override
  public void take(Label label, String mark, byte[] content) throws IOException {
    String mailbox = mailbox(label);
    messages++;
    octets += content.length;
    progress.done(1, content.length);
    if (dryRun) {
      return;
    }
    Map<String, Object> message = new HashMap<>();
    message.put("mailbox", mailbox);
    message.put("flags", label.flags().atoms());
    label.date().ifPresent(date -> message.put("date", date.toString()));
    message.put("mark", mark);
    message.put("octets", content.length);
    channel.send(Map.of("message", message));
    channel.send(content, 0, content.length);
    waiting++;
    waitingOctets += content.length;
    if (waiting >= COMMITTED_AT_ONCE || waitingOctets >= COMMITTED_OCTETS) {
      commit();
    }
  }

  private String mailbox(Label label) throws IOException {
    String name = label.mailbox().toString();
    String here = mailboxes.get(name);
    if (here == null) {
      here =
          ask(Map.of(
                  "mailbox", name,
                  "use", label.use().map(SpecialUse::attribute).orElse(""),
                  "dry", dryRun))
              .optional("mailbox")
              .orElse(name);
      mailboxes.put(name, here);
    }
    return here;
  }

  private void commit() throws IOException {
    if (waiting > 0) {
      ask(Map.of("commit", true));
      waiting = 0;
      waitingOctets = 0;
    }
  }

  @Override
  public void passOver(long count, long size) {
    known += count;
    progress.done(count, size);
  }

  @Override
  public void problem(String where, String what) {
    problemsInAll++;
    if (problems.size() < PROBLEMS_SHOWN) {
      problems.add(where + ": " + what);
    }
    progress.done(1, 0);
  }
}
