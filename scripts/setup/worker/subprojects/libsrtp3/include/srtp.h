/*
 * libsrtp 3's API, as far as the mediasoup worker calls it, over libsrtp 2.
 *
 * libsrtp 3 writes its result to a second buffer and takes the lengths as size_t; libsrtp 2 works in place on an int.
 * Each function here copies the packet when the buffers differ and then works in place on the output.
 */
#ifndef SOTTO_SRTP_H
#define SOTTO_SRTP_H

#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <srtp2/srtp.h>

/* Codes that libsrtp 3 adds to the enumeration. libsrtp 2 never returns them; the small-buffer one is returned below. */
static constexpr srtp_err_status_t srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
static constexpr srtp_err_status_t srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

namespace sotto_srtp
{
	/* `room` is what libsrtp 2 may write beyond the input: a tag, and for RTCP the index word. */
	template<typename InPlace>
	inline srtp_err_status_t transform(
	  const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t room, InPlace inPlace)
	{
		if (inLen > static_cast<size_t>(INT_MAX) - room)
		{
			return srtp_err_status_bad_param;
		}
		if (*outLen < inLen + room)
		{
			return srtp_err_status_buffer_small;
		}
		if (in != out)
		{
			std::memmove(out, in, inLen);
		}

		int len                       = static_cast<int>(inLen);
		const srtp_err_status_t error = inPlace(out, &len);

		if (error == srtp_err_status_ok)
		{
			*outLen = static_cast<size_t>(len);
		}

		return error;
	}
} // namespace sotto_srtp

inline srtp_err_status_t srtp_protect(
  srtp_t ctx, const uint8_t* rtp, size_t rtpLen, uint8_t* srtp, size_t* srtpLen, size_t /*mkiIndex*/)
{
	return sotto_srtp::transform(
	  rtp, rtpLen, srtp, srtpLen, SRTP_MAX_TRAILER_LEN, [ctx](uint8_t* data, int* len)
	  { return srtp_protect(ctx, static_cast<void*>(data), len); });
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t ctx, const uint8_t* srtp, size_t srtpLen, uint8_t* rtp, size_t* rtpLen)
{
	return sotto_srtp::transform(
	  srtp, srtpLen, rtp, rtpLen, 0, [ctx](uint8_t* data, int* len)
	  { return srtp_unprotect(ctx, static_cast<void*>(data), len); });
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t ctx, const uint8_t* rtcp, size_t rtcpLen, uint8_t* srtcp, size_t* srtcpLen, size_t /*mkiIndex*/)
{
	return sotto_srtp::transform(
	  rtcp, rtcpLen, srtcp, srtcpLen, SRTP_MAX_TRAILER_LEN + 4, [ctx](uint8_t* data, int* len)
	  { return srtp_protect_rtcp(ctx, static_cast<void*>(data), len); });
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t ctx, const uint8_t* srtcp, size_t srtcpLen, uint8_t* rtcp, size_t* rtcpLen)
{
	return sotto_srtp::transform(
	  srtcp, srtcpLen, rtcp, rtcpLen, 0, [ctx](uint8_t* data, int* len)
	  { return srtp_unprotect_rtcp(ctx, static_cast<void*>(data), len); });
}

/* Both take the SSRC in network byte order. */
inline srtp_err_status_t srtp_stream_remove(srtp_t ctx, uint32_t ssrc)
{
	return srtp_remove_stream(ctx, ssrc);
}

#endif
