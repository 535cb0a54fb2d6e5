"""Tests of one module at a time, with fakes for everything outside."""
