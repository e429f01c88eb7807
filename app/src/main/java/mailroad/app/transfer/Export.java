package mailroad.app.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Arguments;
import mailroad.app.admin.Channel;
import mailroad.mailbox.MailboxName;
import mailroad.transfer.FlagWords;
import mailroad.transfer.Source;
import tools.jackson.databind.JsonNode;

/** Writes an account's mail into files, over the conversation {@code export}. */
public final class Export {
  private Export() {}

  /**
   * Writes all that the server gives.
   *
   * @throws IOException if a file cannot be written, or the server has left
   */
  public static Report run(Channel channel, Path folder, Format format, Progress progress)
      throws IOException, AdminException {
    long messages = 0;
    long octets = 0;
    JsonNode all = channel.receive();
    try (FileSink sink = new FileSink(folder, format)) {
      progress.expect(
          new Source.Amount(all.path("messages").asLong(0), all.path("octets").asLong(0)));
      while (true) {
        JsonNode line = channel.receive();
        if (line.has("end")) {
          return new Report(messages, octets, 0, List.of(), 0);
        }
        if (line.has("mailbox")) {
          sink.begin(MailboxName.of(line.path("mailbox").asString("")));
        } else {
          JsonNode said = line.path("message");
          byte[] content = channel.octets(Math.toIntExact(said.path("octets").asLong(0)));
          sink.add(
              said.path("uid").asLong(0),
              FlagWords.of(new Arguments(said).texts("flags")),
              Instant.parse(said.path("date").asString("")),
              content);
          messages++;
          octets += content.length;
          progress.done(1, content.length);
        }
      }
    } finally {
      progress.end();
    }
  }
}
