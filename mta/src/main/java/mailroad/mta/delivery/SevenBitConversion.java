package mailroad.mta.delivery;

import java.io.IOException;
import java.io.InputStream;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mime.SevenBit;
import mailroad.smtp.client.Content;
import mailroad.smtp.client.Conversion;

/**
 * Codes the bodies of messages for hosts that offer no 8BITMIME or BINARYMIME (RFC 6152 section 3, RFC 3030 section 4).
 * The message in the store stays as it came. Holds no state.
 */
public final class SevenBitConversion implements Conversion {
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

  @Override
  public Result toSevenBit(Content content) throws IOException {
    if (!(content instanceof Octets octets)) {
      return new Result.Impossible("it cannot be read at any place");
    }
    return switch (SevenBit.of(octets, MimeLimits.DEFAULT)) {
      case SevenBit.Result.Done(var coded) -> new Result.Done(new Coded(coded));
      case SevenBit.Result.Impossible(var why) -> new Result.Impossible(why);
    };
  }
}
