"""Memos (บันทึกข้อความ, form 29): what they say, and the same on paper and as a Word file. Nothing of them is stored."""
